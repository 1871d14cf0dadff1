using System.Globalization;
using System.Text.Json.Nodes;

namespace AuditHarness.Adapters.Models.XGBoost;

/// <summary>Small models in XGBoost's JSON, written by hand.</summary>
internal static class XGBoostJsonText
{
    /// <summary>Feature 0 below 0.1f goes left to −1, else right to 2; missing goes left; no names.</summary>
    public const string Stump =
        """
        { "left_children": [1, -1, -1], "right_children": [2, -1, -1], "parents": [2147483647, 0, 0], "split_indices": [0, 0, 0],
          "split_conditions": [1E-1, -1E0, 2E0], "default_left": [1, 0, 0], "sum_hessian": [4E0, 3E0, 1E0], "id": 0,
          "split_type": [0, 0, 0], "categories": [], "categories_nodes": [], "categories_segments": [], "categories_sizes": [],
          "tree_param": { "num_nodes": "3", "size_leaf_vector": "1" } }
        """;

    /// <summary>Categories 1, 3 and 40 of feature 1 go right to 2, others left to −1; missing goes left. The threshold is a bare NaN.</summary>
    public const string Categories =
        """
        { "left_children": [1, -1, -1], "right_children": [2, -1, -1], "parents": [2147483647, 0, 0], "split_indices": [1, 0, 0],
          "split_conditions": [NaN, -1E0, 2E0], "default_left": [1, 0, 0], "sum_hessian": [4E0, 3E0, 1E0], "id": 0,
          "split_type": [1, 0, 0], "categories": [1, 3, 40], "categories_nodes": [0], "categories_segments": [0], "categories_sizes": [3] }
        """;

    /// <summary>A whole model.</summary>
    public static string Model(string objective = "binary:logistic", string baseScore = "5E-1", int features = 2, string extra = "", params string[] trees) =>
        string.Create(CultureInfo.InvariantCulture,
            $$"""
            { "learner": { "attributes": {}, "feature_names": [], "feature_types": [],
              "gradient_booster": { "name": "gbtree"{{extra}}, "model": {
                "gbtree_model_param": { "num_parallel_tree": "1", "num_trees": "{{trees.Length}}" },
                "tree_info": [{{string.Join(",", trees.Select(_ => "0"))}}],
                "trees": [{{string.Join(",", trees)}}] } },
              "learner_model_param": { "base_score": "{{baseScore}}", "num_class": "0", "num_feature": "{{features}}", "num_target": "1" },
              "objective": { "name": "{{objective}}" } }, "version": [3, 1, 0] }
            """);

    /// <summary>A model file changed by hand.</summary>
    public static string Changed(string json, Action<JsonObject> change)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        change(root);
        return root.ToJsonString();
    }

    public static JsonObject Learner(this JsonObject root) => root["learner"]!.AsObject();

    public static JsonObject Gradient(this JsonObject root) => root.Learner()["gradient_booster"]!.AsObject();
}

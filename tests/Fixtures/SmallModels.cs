namespace AuditHarness.Fixtures;

/// <summary>Models that run on the small audit's age and sex, in place of its predictions.</summary>
internal static class SmallModels
{
    public const string Features = """[{ "column": "age" }, { "column": "sex", "name": "male", "codes": { "male": 1, "female": 0 } }]""";

    /// <summary>A tree in the form of XGBoost 2.0's JSON: risk 0.38 below 40 years of age, 0.67 from there on.</summary>
    public const string XGBoost = """
        {"learner":{"attributes":{},"feature_names":["age","male"],"feature_types":["float","float"],"gradient_booster":{"model":{
        "gbtree_model_param":{"num_parallel_tree":"1","num_trees":"1"},"iteration_indptr":[0,1],"tree_info":[0],"trees":[{"base_weights":[0,-0.5,0.7],
        "categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[],"default_left":[0,0,0],"id":0,
        "left_children":[1,-1,-1],"loss_changes":[1,0,0],"parents":[2147483647,0,0],"right_children":[2,-1,-1],"split_conditions":[40,-0.5,0.7],
        "split_indices":[0,0,0],"split_type":[0,0,0],"sum_hessian":[10,4,6],"tree_param":{"num_deleted":"0","num_feature":"2","num_nodes":"3","size_leaf_vector":"1"}}]},
        "name":"gbtree"},"learner_model_param":{"base_score":"5E-1","boost_from_average":"1","num_class":"0","num_feature":"2","num_target":"1"},
        "objective":{"name":"binary:logistic","reg_loss_param":{"scale_pos_weight":"1"}}},"version":[2,0,0]}
        """;

    /// <summary>The same tree in LightGBM's text.</summary>
    public const string LightGbm = """
        tree
        version=v4
        num_class=1
        num_tree_per_iteration=1
        label_index=0
        max_feature_idx=1
        objective=binary sigmoid:1
        feature_names=age male
        feature_infos=[20:79] [0:1]
        tree_sizes=300

        Tree=0
        num_leaves=2
        num_cat=0
        split_feature=0
        split_gain=1
        threshold=39.5
        decision_type=2
        left_child=-1
        right_child=-2
        leaf_value=-0.5 0.7
        leaf_weight=4 6
        leaf_count=4 6
        internal_value=0
        internal_weight=10
        internal_count=10
        is_linear=0
        shrinkage=1


        end of trees

        """;

    /// <summary>Puts a model in place of the predictions.</summary>
    /// <param name="audit">The audit.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="file">Its bytes.</param>
    /// <param name="more">Further keys of the section, each with a comma before it.</param>
    public static void Use(this SmallAudit audit, string kind, byte[] file, string more = "")
    {
        File.WriteAllBytes(audit.In("model.bin"), file);
        audit.Edit("audit.json", t => t.Replace(
            """{ "kind": "predictions", "file": "predictions.csv", "score": "score" }""",
            $$"""{ "kind": "{{kind}}", "file": "model.bin", "features": {{Features}}{{more}} }""", StringComparison.Ordinal));
        File.Delete(audit.In("predictions.csv"));
    }
}

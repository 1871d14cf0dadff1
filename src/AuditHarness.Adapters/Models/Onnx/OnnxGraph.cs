namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>Element types of ONNX tensors, numbered as in TensorProto.DataType.</summary>
internal enum OnnxType
{
    /// <summary>Not said.</summary>
    Undefined = 0,
    /// <summary>32-bit float.</summary>
    Float = 1,
    /// <summary>8 bits, unsigned.</summary>
    UInt8 = 2,
    /// <summary>32 bits, signed.</summary>
    Int32 = 6,
    /// <summary>64 bits, signed.</summary>
    Int64 = 7,
    /// <summary>UTF-8 text.</summary>
    String = 8,
    /// <summary>Yes or no.</summary>
    Bool = 9,
    /// <summary>64-bit float.</summary>
    Double = 11,
}

/// <summary>What an ONNX file says, as far as it is needed to judge and to read it before anything is run.</summary>
/// <param name="Producer">Name of the program that wrote it; may be empty.</param>
/// <param name="Opsets">Operator domains that are imported ("" is the standard one), with their version.</param>
/// <param name="Inputs">What must be given, in order; initialisers that are listed among the inputs are left out.</param>
/// <param name="Outputs">What comes back, in order.</param>
/// <param name="Nodes">Operators of the main graph, in file order.</param>
/// <param name="Tensors">Initialisers of the main graph by name.</param>
/// <param name="Operators">Every operator of the main graph, of graphs within nodes, and of functions: domain and name, each once.</param>
/// <param name="Functions">Operators that the file itself defines: domain and name.</param>
/// <param name="External">Every reference to data outside the file, wherever it stands.</param>
internal sealed record OnnxGraph(
    string Producer,
    IReadOnlyDictionary<string, long> Opsets,
    IReadOnlyList<OnnxValue> Inputs,
    IReadOnlyList<OnnxValue> Outputs,
    IReadOnlyList<OnnxNode> Nodes,
    IReadOnlyDictionary<string, OnnxTensor> Tensors,
    IReadOnlySet<(string Domain, string Name)> Operators,
    IReadOnlySet<(string Domain, string Name)> Functions,
    IReadOnlyList<OnnxExternal> External)
{
    /// <summary>The node that makes a value; null for inputs and initialisers.</summary>
    /// <param name="value">Name of the value.</param>
    public OnnxNode? MakerOf(string value) => Nodes.FirstOrDefault(n => n.Outputs.Contains(value));
}

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Tensor, sequence of maps, or something else.</param>
/// <param name="Type">Element type of the tensor, or of the maps' values.</param>
/// <param name="Shape">Sizes; −1 where one is not fixed. Null when not even the number of dimensions is said.</param>
internal sealed record OnnxValue(string Name, OnnxValueKind Kind, OnnxType Type, long[]? Shape);

/// <summary>What an input or output of a graph is.</summary>
internal enum OnnxValueKind
{
    /// <summary>Anything else.</summary>
    Other,
    /// <summary>A dense tensor.</summary>
    Tensor,
    /// <summary>One map per row, from a class to its probability.</summary>
    SequenceOfMaps,
}

/// <summary>One operator of a graph.</summary>
/// <param name="Domain">"" for the standard operators.</param>
/// <param name="Operator">Such as "Gemm".</param>
/// <param name="Inputs">Names of values; "" for one that is left out.</param>
/// <param name="Outputs">Names of values.</param>
/// <param name="Attributes">By name.</param>
internal sealed record OnnxNode(
    string Domain, string Operator, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyDictionary<string, OnnxAttribute> Attributes)
{
    /// <summary>True for an operator of ONNX-ML.</summary>
    public bool IsMl => Domain == "ai.onnx.ml";

    /// <summary>Numbers of an attribute; empty when it is absent.</summary>
    public double[] Floats(string name) => Attributes.TryGetValue(name, out var a) ? a.Floats : [];

    /// <summary>Whole numbers of an attribute; empty when it is absent.</summary>
    public long[] Ints(string name) => Attributes.TryGetValue(name, out var a) ? a.Ints : [];

    /// <summary>Texts of an attribute; empty when it is absent.</summary>
    public string[] Strings(string name) => Attributes.TryGetValue(name, out var a) ? a.Strings : [];

    /// <summary>One text of an attribute.</summary>
    public string Text(string name, string otherwise) => Strings(name) is [var one, ..] ? one : otherwise;

    /// <summary>One whole number of an attribute.</summary>
    public long Int(string name, long otherwise) => Ints(name) is [var one, ..] ? one : otherwise;

    /// <summary>One number of an attribute.</summary>
    public double Float(string name, double otherwise) => Floats(name) is [var one, ..] ? one : otherwise;

    /// <summary>Numbers that stand either in an attribute of floats or in the tensor of the same name + "_as_tensor".</summary>
    public double[] FloatsOrTensor(string name) =>
        Attributes.TryGetValue(name + "_as_tensor", out var a) && a.Tensor is { } tensor ? tensor.Numbers ?? [] : Floats(name);
}

/// <summary>A setting of an operator: whichever of the kinds the file gives, single values as lists of one.</summary>
/// <param name="Floats">Numbers.</param>
/// <param name="Ints">Whole numbers.</param>
/// <param name="Strings">Texts.</param>
/// <param name="Tensor">A tensor, or null.</param>
internal sealed record OnnxAttribute(double[] Floats, long[] Ints, string[] Strings, OnnxTensor? Tensor);

/// <summary>A constant tensor.</summary>
/// <param name="Name">Its name; may be empty.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Sizes; empty for a single number.</param>
/// <param name="Numbers">The elements in row-major order; null for texts, types that are not read, external or very large data.</param>
internal sealed record OnnxTensor(string Name, OnnxType Type, long[] Shape, double[]? Numbers);

/// <summary>A reference to data that stand in another file.</summary>
/// <param name="Tensor">Name of the tensor.</param>
/// <param name="Location">Path as the file gives it.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Number of bytes; −1 when not said.</param>
internal sealed record OnnxExternal(string Tensor, string Location, long Offset, long Length);

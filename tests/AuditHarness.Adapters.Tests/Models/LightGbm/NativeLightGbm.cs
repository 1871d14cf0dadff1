using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace AuditHarness.Adapters.Models.LightGbm;

/// <summary>LightGBM's own library, from its NuGet package, asked through its C interface: the oracle of these tests.</summary>
internal sealed class NativeLightGbm : IDisposable
{
    public const int Normal = 0, Raw = 1, Contributions = 3;
    private const int Float64 = 1;
    private readonly IntPtr _booster;

    public NativeLightGbm(string text)
    {
        SkipWithoutLibrary();
        Check(LGBM_BoosterLoadModelFromString(Encoding.UTF8.GetBytes(text + '\0'), out _, out _booster));
    }

    /// <summary>The calling test skips itself where the library cannot be loaded.</summary>
    public static void SkipWithoutLibrary()
    {
        if (!NativeLibrary.TryLoad("lib_lightgbm", Assembly.GetExecutingAssembly(), null, out _))
            Assert.Ignore("LightGBM's native library cannot be loaded here (on Linux it needs libgomp): nothing to compare with.");
    }

    /// <summary>What the library answers for each row, one after the other.</summary>
    public double[] Predict(double[][] rows, int kind)
    {
        var (data, columns) = (rows.SelectMany(r => r).ToArray(), rows[0].Length);
        Check(LGBM_BoosterCalcNumPredict(_booster, rows.Length, kind, 0, -1, out var length));
        var answer = new double[length];
        Check(LGBM_BoosterPredictForMat(_booster, data, Float64, rows.Length, columns, 1, kind, 0, -1, "num_threads=1\0"u8.ToArray(), out _, answer));
        return answer;
    }

    public void Dispose() => Check(LGBM_BoosterFree(_booster));

    private static void Check(int code)
    {
        if (code != 0) throw new InvalidOperationException(Marshal.PtrToStringUTF8(LGBM_GetLastError()));
    }

    [DllImport("lib_lightgbm"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int LGBM_BoosterLoadModelFromString(byte[] text, out int rounds, out IntPtr booster);

    [DllImport("lib_lightgbm"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int LGBM_BoosterCalcNumPredict(IntPtr booster, int rows, int kind, int start, int rounds, out long length);

    [DllImport("lib_lightgbm"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int LGBM_BoosterPredictForMat(IntPtr booster, double[] data, int type, int rows, int columns, int rowMajor, int kind, int start,
        int rounds, byte[] parameters, out long length, [In, Out] double[] answer);

    [DllImport("lib_lightgbm"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int LGBM_BoosterFree(IntPtr booster);

    [DllImport("lib_lightgbm"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern IntPtr LGBM_GetLastError();
}

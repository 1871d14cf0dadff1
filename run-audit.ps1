<#
.SYNOPSIS
Runs an audit, on Windows and Linux alike, and ends with the audit's exit code.

.DESCRIPTION
0: every expectation passed. 1: at least one failed. 2: the audit could not run. 3: nothing failed, but something expected could not
be demonstrated. 130: cancelled. Paths are relative to the current directory.

.PARAMETER Config
The audit config. Default: the one that comes with AuditHarness.

.PARAMETER Output
Folder that becomes the report. Default: reports/<name>/<run id> under the current directory.

.PARAMETER FailOn
inconclusive (default): exit codes as above. fail: 3 becomes 0. never: 1 and 3 become 0.

.PARAMETER NoBuild
Uses the program as it was last built.

.EXAMPLE
./run-audit.ps1

.EXAMPLE
./run-audit.ps1 -Config my.json -Output report -FailOn fail
#>
param(
    [string] $Config,
    [string] $Output,
    [ValidateSet('fail', 'inconclusive', 'never')] [string] $FailOn = 'inconclusive',
    [switch] $NoBuild
)

# Only .NET is used for paths and text: some hosts offer the language and none of the usual commands.
$project = [IO.Path]::Combine($PSScriptRoot, 'src', 'AuditHarness.Cli')
if (-not $Config) { $Config = [IO.Path]::Combine($PSScriptRoot, 'configs', 'health_insurance_meps1996.json') }

# Built by itself first: a build that fails would end 'dotnet run' with 1, which means a failed audit.
if (-not $NoBuild) {
    & dotnet build $project -c Release --nologo -v quiet
    if ($LASTEXITCODE -ne 0) {
        [Console]::Error.WriteLine('audit: the program could not be built; the messages above say why.')
        exit 2
    }
}

$arguments = @('run', '--project', $project, '-c', 'Release', '--no-build', '--', 'run', $Config, '--fail-on', $FailOn)
if ($Output) { $arguments += @('--output', $Output) }
& dotnet $arguments
exit $LASTEXITCODE

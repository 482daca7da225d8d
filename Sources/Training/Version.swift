// The version that manifests and `--version` report.

/// The version of this program.
public let mixlabVersion = "0.1.0"

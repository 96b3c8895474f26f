/// The version of Superpose, by Semantic Versioning. It stands in what is written, and what another version has written
/// is not resumed.
public enum SuperposeVersion {
  /// Major, minor and patch.
  public static let current = "0.2.0"
}

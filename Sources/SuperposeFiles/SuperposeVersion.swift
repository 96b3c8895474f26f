/// The version of Superpose, by Semantic Versioning. It stands in what is written, and what was written under another
/// one is not resumed.
public enum SuperposeVersion {
  public static let current = "0.2.0"
}

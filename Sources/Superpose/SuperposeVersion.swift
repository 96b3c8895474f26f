/// The version of the library and of its program.
public enum SuperposeVersion {
  public static let current = "0.1.0"
}

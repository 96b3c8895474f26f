/// A file that a page offers.
public struct PageDownload: Hashable, Sendable {
  /// What it is called on the page.
  public let title: String
  /// Where it is.
  public let address: String

  /// - Parameters:
  ///   - title: What it is called on the page.
  ///   - address: Where it is.
  public init(title: String, address: String) {
    self.title = title
    self.address = address
  }
}

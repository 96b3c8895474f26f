package import Foundation

/// The border between the library's public functions, which take addresses, and its inside, where a path is text.
///
/// A path goes through it letter for letter, so that messages and results show what the user wrote: a relative path
/// stays relative, and neither `~`, `%`, `//` nor a slash at the end changes.
extension URL {
  /// The address of a file whose path a user wrote. Foundation's own, but where that would change the path.
  package init(path: String) {
    self = URL(filePath: path)
    if pathText != path, let exact = Self.exact(path) { self = exact }
  }

  /// Nil for an empty path.
  private static func exact(_ path: String) -> URL? {
    guard let encoded = path.addingPercentEncoding(withAllowedCharacters: plainInPath) else { return nil }
    guard !path.hasPrefix("/") else { return URL(string: "file://" + encoded) }
    let here = URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
    return URL(string: encoded, relativeTo: here)
  }

  /// The path that this address was made of. One that is relative to another folder than the current one is made
  /// absolute, and what is no file's address stands for itself, so that a message shows it.
  package var pathText: String {
    guard isFileURL else { return absoluteString }
    let encoded = isRelativeToHere ? relativeString : absoluteURL.path(percentEncoded: true)
    return encoded.removingPercentEncoding ?? encoded
  }

  private var isRelativeToHere: Bool {
    guard let baseURL else { return false }
    let here = FileManager.default.currentDirectoryPath
    return baseURL.path(percentEncoded: false).trimmingTrailingSlash == here.trimmingTrailingSlash
  }

  /// What means itself in an address: the unreserved characters of RFC 3986, and the slash.
  private static let plainInPath = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
}

extension String {
  fileprivate var trimmingTrailingSlash: Substring { hasSuffix("/") ? dropLast() : self[...] }
}

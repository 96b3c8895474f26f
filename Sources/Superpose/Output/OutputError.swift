package import SuperposeFiles
package import SuperposeGeometry
package import SuperposeImaging

/// Why results could not be written to a folder.
public struct OutputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of problem it is, for programs.
  public enum Kind: String, Sendable {
    /// A file lies where the folder should be.
    case notAFolder
    /// The folder, or what lies in it, may not be written.
    case permissionDenied
    /// There is no room left.
    case diskFull
    /// Anything else.
    case cannotWrite
  }

  /// What kind of problem it is, for programs.
  public let kind: Kind
  /// The folder or file, as the caller gave it.
  public let path: String
  /// One line for people: the path, what was found and what to do.
  public let description: String

  /// - Parameters:
  ///   - problem: what was found.
  ///   - hint: what to do.
  package init(_ kind: Kind, _ path: String, problem: String, hint: String) {
    self.kind = kind
    self.path = path
    description = "cannot write to '\(path)': \(problem); \(hint)"
  }

  /// The same for what the system refused.
  package init(_ error: FileError) {
    switch error.kind {
    case .notAFolder, .taken:
      self.init(
        .notAFolder, error.path, problem: "a file is in the way", hint: "choose a folder, or a name that is not taken")
    case .permissionDenied: self.init(.permissionDenied, error.path, problem: error.problem, hint: error.hint)
    case .diskFull: self.init(.diskFull, error.path, problem: error.problem, hint: error.hint)
    default: self.init(.cannotWrite, error.path, problem: error.problem, hint: error.hint)
    }
  }

  /// What `body` returns; what the system refuses becomes an error of this type.
  package static func translated<Result>(_ body: () throws(FileError) -> Result) throws(OutputError) -> Result {
    do { return try body() } catch { throw OutputError(error) }
  }
}

extension OutputError {
  /// A picture larger than this is not made, in bytes: 4 GiB, half a gigapixel of colour and alpha in 16 bits.
  static let largestPicture = 1 << 32

  /// Refuses pictures of so many pixels, of an image's depth and channels, that are larger than ``largestPicture``.
  package static func check(_ path: String, pixels: ImageSize, of image: Image) throws(OutputError) {
    let bytesPerValue = [Image.Depth.uint8: 1, .uint16: 2, .float32: 4][image.depth] ?? 4
    let (bytes, overflows) = pixels.pixelCount.multipliedReportingOverflow(by: image.channels * bytesPerValue)
    guard overflows || bytes > largestPicture else { return }
    throw OutputError(
      .cannotWrite, path, problem: "a warped image of \(pixels) would take more than 4 GiB",
      hint: "give smaller images")
  }
}

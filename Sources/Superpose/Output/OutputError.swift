import Foundation
import SuperposeGeometry
import SuperposeImaging

/// Why results could not be written to a folder.
public struct OutputError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: String, Sendable {
    /// A file lies where the folder should be.
    case notAFolder
    case permissionDenied
    case diskFull
    case cannotWrite
  }

  public let kind: Kind
  public let path: String
  public let description: String

  /// - Parameters:
  ///   - problem: what was found.
  ///   - hint: what to do.
  package init(_ kind: Kind, _ path: String, problem: String, hint: String) {
    self.kind = kind
    self.path = path
    description = "cannot write to '\(path)': \(problem); \(hint)"
  }

  /// The error for a failed system call.
  package init(_ path: String, errno code: Int32) {
    let problem = String(cString: strerror(code)).lowercased()
    switch code {
    case ENOTDIR, EEXIST:
      self.init(
        .notAFolder, path, problem: "a file is in the way", hint: "choose a folder, or a name that is not taken")
    case EACCES, EPERM, EROFS:
      self.init(.permissionDenied, path, problem: problem, hint: "choose a folder in which you may write")
    case ENOSPC, EDQUOT, EFBIG:
      self.init(.diskFull, path, problem: problem, hint: "free some space or choose another disk")
    default:
      self.init(.cannotWrite, path, problem: problem, hint: "check the path and the disk")
    }
  }
}

extension OutputError {
  /// A picture larger than this is not made, in bytes: 4 GiB, half a gigapixel of colour and alpha in 16 bits.
  static let largestPicture = 1 << 32

  /// Refuses pictures of so many pixels, of an image's depth and channels, that are larger than ``largestPicture``.
  static func check(_ path: String, pixels: ImageSize, of image: Image) throws(OutputError) {
    let bytesPerValue = [Image.Depth.uint8: 1, .uint16: 2, .float32: 4][image.depth] ?? 4
    let (bytes, overflows) = pixels.pixelCount.multipliedReportingOverflow(by: image.channels * bytesPerValue)
    guard overflows || bytes > largestPicture else { return }
    throw OutputError(
      .cannotWrite, path, problem: "a warped image of \(pixels) would take more than 4 GiB",
      hint: "give smaller images")
  }
}

extension OutputError {
  init(_ path: String, _ error: CocoaError) {
    switch error.code {
    case .fileWriteOutOfSpace: self.init(path, errno: ENOSPC)
    case .fileWriteNoPermission: self.init(path, errno: EACCES)
    default: self.init(.cannotWrite, path, problem: error.localizedDescription, hint: "check the path and the disk")
    }
  }
}

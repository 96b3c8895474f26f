package import COpenCVShim
import SuperposeGeometry

/// Owns one image handle of OpenCV.
///
/// It is Sendable because pixels are written only by the code that has just made the buffer (a ``Canvas``, a warp),
/// before it is put into an ``Image``; from then on they are only read.
package final class PixelBuffer: @unchecked Sendable {
  package let handle: OpaquePointer
  let layout: superpose_cv_layout

  /// Takes the ownership of a handle.
  package init(_ handle: OpaquePointer) {
    self.handle = handle
    layout = superpose_cv_describe(handle)
  }

  deinit { superpose_cv_free(handle) }

  /// Makes a buffer of zeros.
  convenience init(size: ImageSize, channels: Int, depth: Image.Depth) {
    self.init(
      PixelBuffer.made("create an image of \(size)") {
        superpose_cv_create(
          Int32(clamping: size.width), Int32(clamping: size.height), Int32(channels), depth.code, $0, $1)
      })
  }

  var size: ImageSize { ImageSize(width: Int(layout.width), height: Int(layout.height)) }

  /// Returns the first byte of a row.
  func row(_ y: Int) -> UnsafeMutableRawPointer { layout.pixels + y * Int(layout.row_bytes) }
}

/// A failure inside OpenCV, with its message.
package struct OpenCVFailure: Error {
  package var text: String
}

extension PixelBuffer {
  package typealias Message = UnsafeMutablePointer<superpose_cv_message>
  typealias Out = UnsafeMutablePointer<OpaquePointer?>

  /// Runs a shim function whose failure depends on data (decoding, encoding).
  package static func checked(_ body: (Message) -> Int32) throws(OpenCVFailure) {
    var message = superpose_cv_message()
    guard body(&message) != 0 else { return }
    let text = withUnsafeBytes(of: &message.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    throw OpenCVFailure(text: text)
  }

  /// Runs a shim function that cannot fail for valid arguments. Where memory runs out it stops the program, as every
  /// allocation in Swift does.
  static func trusted(_ operation: @autoclosure () -> String, _ body: (Message) -> Int32) {
    do throws(OpenCVFailure) {
      try checked(body)
    } catch {
      preconditionFailure("OpenCV cannot \(operation()): \(error.text)")
    }
  }

  /// Runs a function that makes an image, in the same way as ``trusted(_:_:)``.
  static func made(_ operation: @autoclosure () -> String, _ body: (Out, Message) -> Int32) -> OpaquePointer {
    var handle: OpaquePointer?
    trusted(operation()) { body(&handle, $0) }
    guard let handle else { preconditionFailure("OpenCV made no image when asked to \(operation())") }
    return handle
  }
}

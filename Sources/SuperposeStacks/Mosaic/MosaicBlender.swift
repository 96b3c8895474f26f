import COpenCVStitching
import SuperposeGeometry
import SuperposeImaging

/// Blends frames into one picture: gains that make neighbours alike, seams where they differ least, and frequency bands
/// of which the coarse ones mix over a wide border and the fine ones over a narrow one (Burt and Adelson, 1983). All of
/// it is OpenCV's.
final class MosaicBlender {
  private let handle: OpaquePointer

  /// Finds gains and seams.
  ///
  /// - Parameter small: Small pictures of all frames, 8 bits and three channels.
  init(_ small: [MosaicPart], compensatesExposure: Bool, cutsSeams: Bool) throws(StackError) {
    let pictures = small.map { Optional($0.picture.pixels.handle) }
    let masks = small.map { Optional($0.mask.pixels.handle) }
    let corners = small.flatMap { [Int32(clamping: $0.area.x), Int32(clamping: $0.area.y)] }
    var made: OpaquePointer?
    try Self.checked { message in
      withExtendedLifetime(small) {
        superpose_cv_mosaic_plan(
          pictures, masks, corners, small.count, compensatesExposure ? 1 : 0, cutsSeams ? 1 : 0, &made, message)
      }
    }
    guard let made else { preconditionFailure("OpenCV reported success and no mosaic") }
    handle = made
  }

  deinit { superpose_cv_mosaic_free(handle) }

  /// Begins a mosaic, or a part of one, that is blended in so many frequency bands.
  func begin(_ size: ImageSize, bands: Int) throws(StackError) {
    try Self.checked {
      superpose_cv_mosaic_begin(handle, Int32(clamping: size.width), Int32(clamping: size.height), Int32(bands), $0)
    }
  }

  /// Blends one frame, or a part of it, in.
  ///
  /// - Parameter origin: The pixel of the whole mosaic at which the part that was begun has its first.
  func feed(_ index: Int, _ part: MosaicPart, origin: (x: Int, y: Int) = (0, 0)) throws(StackError) {
    let place = superpose_cv_mosaic_place(
      x: Int32(clamping: part.area.x - origin.x), y: Int32(clamping: part.area.y - origin.y),
      left: Int32(clamping: part.area.x - part.box.x), top: Int32(clamping: part.area.y - part.box.y),
      width: Int32(clamping: part.box.width), height: Int32(clamping: part.box.height))
    try Self.checked {
      superpose_cv_mosaic_feed(handle, index, part.picture.pixels.handle, part.mask.pixels.handle, place, $0)
    }
  }

  /// Returns the mosaic, colour and alpha.
  func finish(_ depth: Image.Depth) throws(StackError) -> Image {
    var made: OpaquePointer?
    try Self.checked { superpose_cv_mosaic_finish(handle, depth.code, &made, $0) }
    guard let made else { preconditionFailure("OpenCV reported success and no mosaic") }
    return Image(PixelBuffer(made))
  }

  private static func checked(_ body: (PixelBuffer.Message) -> Int32) throws(StackError) {
    do throws(OpenCVFailure) { try PixelBuffer.checked(body) } catch {
      throw StackError(.doesNotFit, "OpenCV cannot blend the frames (\(error.text))", hint: "give a smaller scale")
    }
  }
}

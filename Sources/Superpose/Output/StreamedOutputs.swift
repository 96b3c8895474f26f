import Foundation
import SuperposeFiles
import SuperposeGeometry
import SuperposeImaging

/// A warped image that is made from its file part by part, because it is too large for the memory.
struct StreamedWarp {
  let path: String
  let pages: PageSelection
  let map: WarpMap
  let target: ImageSize
  var interpolation = WarpInterpolation.cubic
  /// Pixels are kept only where another image of this size has data, too.
  var common: StreamedImage.Common?

  func write(to url: URL, _ progress: (Double) -> Void) throws(ImageError) {
    try StreamedImage(contentsOf: URL(path: path), pages: pages).writeWarped(
      by: map, to: target, interpolation: interpolation, common: common, to: url, progress: progress)
  }
}

/// What is written as ``Registration/outputs(_:_:_:)`` names it, for images of which only reduced versions or single
/// pages are in memory.
extension Registration {
  /// Whether an output is made from the files, part by part.
  func isStreamed(_ kind: RegistrationOutput) -> Bool {
    switch kind {
    case .warped: isReduced || isStack(pages.moving, moving)
    case .warpedFixed: isReduced || isStack(pages.fixed, fixed)
    case .overlap: isReduced
    case .json, .matches, .overlay, .aligned: false
    }
  }

  func streamedOutputs(_ kind: RegistrationOutput, _ frame: AppliedTransform.Frame?) -> [Output] {
    guard let transform else { return [] }
    switch kind {
    case .warped: return streamedWarped(transform, frame)
    case .warpedFixed:
      return [
        Output(
          name: "warped-fixed.tiff",
          stream: StreamedWarp(
            path: report.fixed.path, pages: pages(pages.fixed), map: WarpMap(transform.inverse),
            target: report.moving.size))
      ]
    case .overlap: return commonRegion.map { streamedOverlap(transform, $0) } ?? []
    case .json, .matches, .overlay, .aligned: return []
    }
  }

  private func streamedWarped(_ transform: ImageTransform, _ frame: AppliedTransform.Frame?) -> [Output] {
    let area = frame?.area ?? PixelRectangle(report.fixed.size)
    guard let framed = try? transform.framed(area) else { return [] }
    let warped = Output(
      name: "warped.tiff", area: area,
      stream: StreamedWarp(
        path: report.moving.path, pages: pages(pages.moving), map: WarpMap(framed), target: area.size))
    guard frame != nil else { return [warped] }
    return [
      warped,
      Output(
        name: "fixed-framed.tiff", area: area,
        stream: StreamedWarp(
          path: report.fixed.path, pages: pages(pages.fixed), map: .plane(area.areaFromFixed), target: area.size,
          interpolation: .nearest)),
    ]
  }

  private func streamedOverlap(_ transform: ImageTransform, _ region: CommonRegion) -> [Output] {
    let box = region.area
    guard let boxed = try? transform.framed(box) else { return [] }
    return [
      Output(
        name: "overlap-fixed.tiff", area: box,
        stream: StreamedWarp(
          path: report.fixed.path, pages: .one(pages.fixed ?? .first), map: .plane(box.areaFromFixed),
          target: box.size, interpolation: .nearest,
          common: StreamedImage.Common(WarpMap(boxed), size: report.moving.size))),
      Output(
        name: "overlap-moving.tiff", area: box,
        stream: StreamedWarp(
          path: report.moving.path, pages: .one(pages.moving ?? .first), map: WarpMap(boxed), target: box.size)),
    ]
  }
}

extension PixelRectangle {
  /// All of an image.
  init(_ size: ImageSize) { self.init(x: 0, y: 0, width: size.width, height: size.height) }
}

import Foundation
import SuperposeFiles
import SuperposeGeometry
import SuperposeImaging

/// A warped image that is made from its file part by part, because it is too large for the memory.
struct StreamedWarp {
  let path: String
  let pages: PageSelection
  let targetFromSource: Homography
  let target: ImageSize
  var interpolation = WarpInterpolation.cubic
  /// Pixels are kept only where another image of this size has data, too.
  var common: StreamedImage.Common?

  func write(to url: URL, _ progress: (Double) -> Void) throws(ImageError) {
    try StreamedImage(contentsOf: URL(path: path), pages: pages).writeWarped(
      by: targetFromSource, to: target, interpolation: interpolation, common: common, to: url, progress: progress)
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
    guard let fixedFromMoving = report.fixedFromMoving, let movingFromFixed else { return [] }
    switch kind {
    case .warped: return streamedWarped(fixedFromMoving, frame)
    case .warpedFixed:
      return [
        Output(
          name: "warped-fixed.tiff",
          stream: StreamedWarp(
            path: report.fixed.path, pages: pages(pages.fixed), targetFromSource: movingFromFixed,
            target: report.moving.size))
      ]
    case .overlap: return commonRegion.map { streamedOverlap(fixedFromMoving, $0) } ?? []
    case .json, .matches, .overlay, .aligned: return []
    }
  }

  private func streamedWarped(_ fixedFromMoving: Homography, _ frame: AppliedTransform.Frame?) -> [Output] {
    let area = frame?.area ?? PixelRectangle(report.fixed.size)
    let warped = Output(
      name: "warped.tiff", area: area,
      stream: StreamedWarp(
        path: report.moving.path, pages: pages(pages.moving), targetFromSource: area.areaFromFixed * fixedFromMoving,
        target: area.size))
    guard frame != nil else { return [warped] }
    return [
      warped,
      Output(
        name: "fixed-framed.tiff", area: area,
        stream: StreamedWarp(
          path: report.fixed.path, pages: pages(pages.fixed), targetFromSource: area.areaFromFixed, target: area.size,
          interpolation: .nearest)),
    ]
  }

  private func streamedOverlap(_ fixedFromMoving: Homography, _ region: CommonRegion) -> [Output] {
    let box = region.area
    let boxFromMoving = box.areaFromFixed * fixedFromMoving
    return [
      Output(
        name: "overlap-fixed.tiff", area: box,
        stream: StreamedWarp(
          path: report.fixed.path, pages: .one(pages.fixed ?? .first), targetFromSource: box.areaFromFixed,
          target: box.size, interpolation: .nearest,
          common: StreamedImage.Common(targetFromSource: boxFromMoving, size: report.moving.size))),
      Output(
        name: "overlap-moving.tiff", area: box,
        stream: StreamedWarp(
          path: report.moving.path, pages: .one(pages.moving ?? .first), targetFromSource: boxFromMoving,
          target: box.size)),
    ]
  }
}

extension PixelRectangle {
  /// All of an image.
  init(_ size: ImageSize) { self.init(x: 0, y: 0, width: size.width, height: size.height) }
}

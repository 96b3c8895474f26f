public import Foundation
import Superpose
import SuperposeFiles
public import SuperposeGeometry
public import SuperposeImaging

/// One picture of all frames of a stack, in the plane of the reference: for flat scenes and for strips from the air.
public struct Mosaic: Sendable {
  /// How far the work has come.
  public struct Progress: Hashable, Sendable {
    /// What is done.
    public enum Stage: String, Sendable {
      /// Small pictures of all frames are made, for gains and seams.
      case planning
      case blending
    }

    /// What is done now.
    public var stage: Stage
    /// How many frames are done.
    public var done: Int
    /// How many there are.
    public var total: Int
  }

  /// The part of the reference's plane that the mosaic shows, in pixels of the reference.
  public let area: PixelRectangle
  /// How many pixels of the mosaic lie along one of the reference.
  public let scale: Double
  /// In pixels.
  public let size: ImageSize

  private let stack: Stack
  private let options: MosaicOptions
  private let frames: [MosaicFrame]

  /// A frame in which lengths differ by more than this factor between corners was seen at a slant that no flat scene
  /// and no flight shows; a camera that turned shows it.
  static let largestStretch = 4.0
  /// The small pictures for gains and seams have about so many pixels each, and so many together.
  private static let planPixels = (each: 60_000.0, all: 16_000_000.0)
  /// A mosaic with more pixels takes more room on the disk than machines have: 16 gigabytes of 8 bits.
  private static let largestSize = 4_000_000_000

  /// - Parameters:
  ///   - stack: the frames with their transforms.
  ///   - options: how the mosaic is made.
  /// - Throws: ``StackError`` where the frames do not lie on one plane, as those of a camera that turned, or where the
  ///   mosaic would be larger than memory allows.
  public init(_ stack: Stack, options: MosaicOptions = .init()) throws(StackError) {
    try Self.checkComplete(stack)
    for index in stack.aligned { try Self.checkFlat(stack, index) }
    do throws(FrameError) { area = try stack.area(.union) } catch {
      throw StackError(.notAligned, error.problem, hint: Self.panoramaHint)
    }
    let fitting = (Double(options.mostPixels) / Double(area.size.pixelCount)).squareRoot()
    scale = options.scale ?? min(1, fitting)
    size = area.size.scaled(by: scale)
    guard size.pixelCount <= Self.largestSize else {
      throw StackError(
        .doesNotFit, "a mosaic of \(size) pixels would take more room than there is", hint: "give a smaller scale")
    }
    self.stack = stack
    self.options = options
    let mosaicFromReference = PixelGrid.resize(by: scale) * area.areaFromFixed
    let (mosaicSize, reach) = (size, stack.aligned)
    frames = reach.compactMap { index in
      stack.transform(index).flatMap { MosaicFrame($0, mosaicFromReference: mosaicFromReference, mosaicSize) }
    }
  }

  private static let panoramaHint =
    "mosaics are for flat scenes and for flights; a panorama from a camera that turned does not fit on a plane; where "
    + "a few frames of a flight see the horizon, 'affine' or 'similarity' transforms are less exact and fit"

  /// Refuses frames that are linked with the reference and have no transform, since they lie behind its horizon.
  private static func checkComplete(_ stack: Stack) throws(StackError) {
    let links = zip(stack.links, stack.isUsed).filter(\.1).compactMap(\.0.frameLink)
    let linked = LinkedGroups(frameCount: stack.frames.count, links: links).members(with: stack.reference)
    guard let lost = linked.first(where: { stack.frames[$0].verdict == .failed }) else { return }
    throw StackError(
      .notAligned, "'\(stack.frames[lost].path)' does not fit on the reference's plane", hint: panoramaHint)
  }

  private static func checkFlat(_ stack: Stack, _ index: Int) throws(StackError) {
    guard let transform = stack.transform(index) else { return }
    let scales = transform.moving.size.outline.corners.map { corner in
      transform.fixedFromMoving.depth(at: corner) > 0 ? transform.fixedFromMoving.areaScale(at: corner) : .infinity
    }
    guard let smallest = scales.min(), let largest = scales.max(), smallest > 0, largest.isFinite,
      (largest / smallest).squareRoot() <= largestStretch
    else {
      throw StackError(
        .notAligned, "'\(transform.moving.path)' would be stretched without measure beside the reference",
        hint: panoramaHint)
    }
  }

  /// Whether the mosaic has more pixels than are blended at once: then it can only be written.
  public var isLarge: Bool { size.pixelCount > options.mostPixelsAtOnce }

  /// Makes the mosaic. One frame is in memory at a time, beside the mosaic itself.
  ///
  /// - Parameter progress: told after each frame, twice.
  /// - Returns: colour and alpha, of 16 bits where one of the frames has them, else of 8; transparent where no frame
  ///   is. (Of 16 bits the last is lost.)
  /// - Throws: `ImageError` for a frame, ``StackError`` where one has changed or is of floating point, or where the
  ///   mosaic ``isLarge``.
  public func picture(progress: (Progress) -> Void = { _ in }) throws -> Image {
    guard !isLarge else {
      throw StackError(
        .doesNotFit, "a mosaic of \(size) pixels is written part by part, which only TIFF allows",
        hint: "name it '.tif', or give a smaller scale")
    }
    let plan = try plan(progress)
    try plan.blender.begin(size, bands: bands)
    for (index, frame) in plan.frames.enumerated() {
      try plan.blender.feed(index, part(of: frame, plan.depth))
      progress(Progress(stage: .blending, done: index + 1, total: plan.frames.count))
    }
    return try plan.blender.finish(plan.depth)
  }

  /// Writes the mosaic as a tiled BigTIFF with a pyramid, part by part, so that memory does not grow with its size.
  /// Meanwhile it waits on the disk, uncompressed, beside the file. The pixels are those of ``picture(progress:)`` to
  /// within rounding.
  ///
  /// - Parameters:
  ///   - url: The file, `.tif`.
  ///   - progress: told after each frame of each part.
  /// - Throws: as ``picture(progress:)``, and `ImageError` where the file cannot be written.
  public func write(to url: URL, progress: (Progress) -> Void = { _ in }) throws {
    let plan = try plan(progress)
    let tiles = MosaicTiles(size, side: options.tileSide, bands: bands).reached(by: plan.frames)
    let folder = url.pathText.folderPart
    let spool = try SpooledImage(size: size, channels: 4, depth: plan.depth, in: folder.isEmpty ? "." : folder)
    let total = tiles.reduce(0) { $0 + $1.frames.count }
    var done = 0
    for tile in tiles {
      try plan.blender.begin(tile.area.size, bands: bands)
      for (index, area) in tile.frames {
        try plan.blender.feed(
          index, part(of: plan.frames[index], plan.depth, in: area), origin: (tile.area.x, tile.area.y))
        done += 1
        progress(Progress(stage: .blending, done: done, total: total))
      }
      let core = tile.core
      let blended = try plan.blender.finish(plan.depth).cropped(
        x: core.x - tile.area.x, y: core.y - tile.area.y, width: core.width, height: core.height)
      try spool.write(blended, x: core.x, y: core.y)
    }
    try spool.write(to: url)
  }

  /// A border of a twentieth of the mosaic's side is mixed, as is usual, and of 128 pixels at most.
  private var bands: Int {
    let width = Double(size.pixelCount).squareRoot() / 20
    return (1..<7).first { Double(1 << $0) >= width } ?? 7
  }

  /// Gains and seams of all frames that are seen.
  private struct Plan {
    let blender: MosaicBlender
    let frames: [MosaicFrame]
    let depth: Image.Depth
  }

  private func plan(_ progress: (Progress) -> Void) throws -> Plan {
    let planScale = min(
      1, (Self.planPixels.each / meanPixels).squareRoot(),
      (Self.planPixels.all / (meanPixels * Double(frames.count))).squareRoot())
    // A frame that vanishes in the plan is too small to be seen.
    let shown = frames.filter { $0.scaled(by: planScale) != nil }
    let plans = frames.compactMap { $0.scaled(by: planScale) }
    var (small, depth): ([MosaicPart], Image.Depth) = ([], .uint8)
    // One range for all frames of 16 bits, from zero, so that gains hold for what the files hold.
    var range: IntensityRange?
    for (index, plan) in plans.enumerated() {
      var image = try image(of: plan)
      let alpha = image
      if image.depth == .uint16 {
        depth = .uint16
        let known = range ?? IntensityRange(low: 0, high: max(1, IntensityRange(of: image).high))
        range = known
        image = image.stretched(by: known, to: .uint8)
      }
      small.append(plan.part(of: image.display(), alpha: alpha, .linear))
      progress(Progress(stage: .planning, done: index + 1, total: shown.count))
    }
    let blender = try MosaicBlender(
      small, compensatesExposure: options.compensatesExposure, cutsSeams: options.cutsSeams)
    return Plan(blender: blender, frames: shown, depth: depth)
  }

  private func part(
    of frame: MosaicFrame, _ depth: Image.Depth, in area: PixelRectangle? = nil
  ) throws -> MosaicPart {
    let image = try image(of: frame)
    let even = image.depth == depth ? image : image.display().widened(to: depth)
    return frame.part(of: even, alpha: image, options.interpolation, in: area)
  }

  private var meanPixels: Double {
    max(1, frames.reduce(0) { $0 + Double($1.box.size.pixelCount) } / Double(max(1, frames.count)))
  }

  private func image(of frame: MosaicFrame) throws -> Image {
    let image = try Image(contentsOf: URL(path: frame.path))
    guard image.size == frame.size else {
      throw StackError(
        .doesNotFit, "'\(frame.path)' has \(image.size) pixels and had \(frame.size) when it was matched",
        hint: "run the command again")
    }
    guard image.depth != .float32 else {
      throw StackError(
        .doesNotFit, "'\(frame.path)' is of floating point, which cannot be blended",
        hint: "give frames of 8 or 16 bits")
    }
    return image
  }
}

import CVipsShim
import Dispatch
public import Foundation
import SuperposeFiles
public import SuperposeGeometry

extension StreamedImage {
  /// Another image that must have data where a warped one is to be kept.
  public struct Common: Sendable {
    /// Maps the other image's pixels to those of the target.
    package var map: WarpMap
    /// The other image's size.
    public var size: ImageSize

    package init(_ map: WarpMap, size: ImageSize) { (self.map, self.size) = (map, size) }

    /// - Parameters:
    ///   - targetFromSource: Maps the other image's pixels to those of the target.
    ///   - size: The other image's size.
    public init(targetFromSource: Homography, size: ImageSize) { self.init(.plane(targetFromSource), size: size) }
  }

  /// Warps the picture into a file as `Image.warped(by:to:interpolation:)` does in memory, pixel by pixel the same,
  /// part by part: neither picture is ever in memory as a whole.
  ///
  /// The file is a BigTIFF in tiles of 256×256, compressed without loss (LZW), with a pyramid of halved versions.
  /// Bands, depth, colour profile, EXIF, resolution and XMP are the source's. The file is written in place: a caller
  /// who wants it whole or not at all renames it.
  ///
  /// - Parameters:
  ///   - targetFromSource: Maps this picture's pixels to those of the target.
  ///   - target: The size of the result.
  ///   - interpolation: The interpolation between pixels; with `nearest` the pyramid mixes nothing either.
  ///   - common: Pixels are zero where this other image has no data; nil keeps all of them.
  ///   - url: The file, `.tif`.
  ///   - progress: This is told several times a second which share is done, 0...1, in the caller's thread.
  /// - Throws: ``ImageError`` where the source cannot be decoded or the file cannot be written, where the transform has
  ///   no inverse, and where the result would be larger than files are.
  public func writeWarped(
    by targetFromSource: Homography, to target: ImageSize, interpolation: WarpInterpolation = .cubic,
    common: Common? = nil, to url: URL, progress: (Double) -> Void = { _ in }
  ) throws(ImageError) {
    try writeWarped(
      by: .plane(targetFromSource), to: target, interpolation: interpolation, common: common, to: url,
      progress: progress)
  }

  /// The same by a transform that may follow a surface.
  package func writeWarped(
    by map: WarpMap, to target: ImageSize, interpolation: WarpInterpolation = .cubic, common: Common? = nil,
    to url: URL, progress: (Double) -> Void = { _ in }
  ) throws(ImageError) {
    guard let sampling = PartSampling(map, of: self, in: target) else {
      throw ImageError(
        .unsupported, .write, url.pathText, problem: "the transform has no inverse", hint: "check its numbers")
    }
    let all = ImageSize(width: target.width, height: target.height * pages.count)
    guard StreamedImage.isPossible(all) else {
      throw ImageError(
        .unsupported, .write, url.pathText, problem: "a result of \(all) pixels is larger than any file",
        hint: "use another framing, or smaller images")
    }
    var sources: [VipsImage] = []
    for page in pages {
      do throws(VipsFailure) {
        sources.append(try VipsImage(path, page, sequential: false).cached(bytes: Self.cachedBytes / pages.count))
      } catch { throw .undecodable(path, error) }
    }
    let limit = common.flatMap { PartLimit($0) }
    let filler = PartFiller(self, sampling, interpolation, target, limit)
    try filler.write(sources, to: url.pathText, progress)
    do { try edit(for: target).apply(toFileAt: url.pathText) } catch { throw ImageError(error) }
  }

  /// What libvips leaves out of TIFF files: EXIF and, of several pages, the description that says what they are.
  private func edit(for target: ImageSize) -> TIFFEdit {
    var exif = structure.metadata.exif
    exif?.setSize(target)
    var edit = exif?.edit ?? TIFFEdit()
    if pages.count > 1, let description = structure.description {
      let text = OMEPlanes.resized(description, width: target.width, height: target.height)
      edit.fields[TIFFReader.Tag.description.rawValue] = TIFFField(.ascii, Array(text.utf8) + [0])
    }
    return edit
  }

  /// A turned picture needs its source's tiles several times: these are kept.
  private static let cachedBytes = 256 << 20
}

/// Computes the parts of a warped picture, in the threads of libvips.
private final class PartFiller: Sendable {
  private let source: StreamedImage
  private let sampling: PartSampling
  private let interpolation: WarpInterpolation
  private let target: ImageSize
  /// Where a pixel comes from in another image that must have data there, too.
  private let limit: PartLimit?
  private let state = LockedState()

  /// The largest part of the source that is read at once, in pixels: larger ones are divided.
  private static let largestSource = 1 << 22

  init(
    _ source: StreamedImage, _ sampling: PartSampling, _ interpolation: WarpInterpolation, _ target: ImageSize,
    _ limit: PartLimit?
  ) {
    (self.source, self.sampling, self.interpolation, self.target) = (source, sampling, interpolation, target)
    self.limit = limit
  }

  func write(_ images: [VipsImage], to path: String, _ progress: (Double) -> Void) throws(ImageError) {
    // libvips computes in its own threads and the call returns when all is done; meanwhile this one tells of it.
    let saving = DispatchGroup()
    DispatchQueue.global(qos: .userInitiated).async(group: saving) { [self] in
      do throws(VipsFailure) { try save(images, path) } catch { state.note(failure: error) }
    }
    while saving.wait(timeout: .now() + .milliseconds(200)) == .timedOut {
      progress(Double(state.doneCount) / Double(target.pixelCount * images.count))
    }
    if let failure = state.failure { throw error(failure, path) }
  }

  private func save(_ images: [VipsImage], _ path: String) throws(VipsFailure) {
    let handles = images.map { Optional($0.handle) }
    try VipsImage.checked { message in
      superpose_vips_write(
        handles, Int32(handles.count), Int32(target.width), Int32(target.height),
        { context, readers, pixels in PartFiller.from(context).fill(pixels, readers) },
        Unmanaged.passUnretained(self).toOpaque(), path, Int32(SUPERPOSE_VIPS_LZW),
        interpolation == .nearest ? 1 : 0, message)
    }
    withExtendedLifetime(images) {}
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> PartFiller {
    guard let context else { preconditionFailure("libvips lost its context") }
    return Unmanaged.fromOpaque(context).takeUnretainedValue()
  }

  private func error(_ failure: VipsFailure, _ path: String) -> ImageError {
    if state.isFromReading { return .undecodable(source.path, failure) }
    return .unwritable(path, failure)
  }

  /// Fills one part; 0 where that went well.
  private func fill(_ pixels: superpose_vips_pixels, _ readers: UnsafePointer<OpaquePointer?>?) -> Int32 {
    let rowBytes = Int(pixels.width) * source.bands * source.depth.byteCount
    for row in 0..<Int(pixels.height) { memset(pixels.pixels + row * Int(pixels.row_bytes), 0, rowBytes) }
    let part = PixelRectangle(x: Int(pixels.x), y: Int(pixels.y), width: Int(pixels.width), height: Int(pixels.height))
    do throws(VipsFailure) {
      for (page, piece) in part.pieces(pageHeight: target.height) {
        guard let reader = readers?[page] else { return 1 }
        let place = TargetPlace(pixels, top: page * target.height)
        try warp(piece, into: place, reader)
      }
    } catch {
      state.note(failure: error, fromReading: true)
      return 1
    }
    state.add(part.size.pixelCount)
    return 0
  }

  /// Fills a part of one page.
  private func warp(
    _ part: PixelRectangle, into place: TargetPlace, _ reader: OpaquePointer
  ) throws(VipsFailure) {
    let sampled = sampling.sampled(part, of: source.storedSize, margin: Int(interpolation.taps) / 2 + 1)
    guard let sampled else { return }
    if sampled.area.size.pixelCount > Self.largestSource, part.size.pixelCount > 1 {
      let (first, second) = part.halves
      try warp(first, into: place, reader)
      return try warp(second, into: place, reader)
    }
    let found = try VipsReader.read(reader, sampled.area)
    let layout = PixelBuffer.PartLayout(bands: source.bands, hasAlpha: source.hasAlpha, depth: source.depth)
    let from = PixelBuffer.Part(
      area: PixelRectangle(x: Int(found.x), y: Int(found.y), width: Int(found.width), height: Int(found.height)),
      picture: source.storedSize, pixels: found.pixels, rowBytes: Int(found.row_bytes))
    let to = PixelBuffer.Part(
      area: part, picture: target, pixels: place.pixel(part.x, part.y, bytes: layout.pixelBytes),
      rowBytes: place.rowBytes)
    sampled.warp(from, to, layout, interpolation)
    limit?.apply(to: to, layout)
  }
}

/// Where the pixels of one page lie in memory.
private struct TargetPlace {
  private let pixels: superpose_vips_pixels
  /// The row of the page's first one, in the column of all pages.
  private let top: Int

  init(_ pixels: superpose_vips_pixels, top: Int) { (self.pixels, self.top) = (pixels, top) }

  var rowBytes: Int { Int(pixels.row_bytes) }

  func pixel(_ x: Int, _ y: Int, bytes: Int) -> UnsafeMutableRawPointer {
    pixels.pixels + (y + top - Int(pixels.y)) * rowBytes + (x - Int(pixels.x)) * bytes
  }
}

/// What the threads of libvips and the one that waits for them share.
private final class LockedState: @unchecked Sendable {
  // All of them are used only while the lock is held.
  private let lock = NSLock()
  private var done = 0
  private var first: VipsFailure?
  private var wasReading = false

  var doneCount: Int { lock.withLock { done } }
  var failure: VipsFailure? { lock.withLock { first } }
  /// Whether the first failure was one of reading the source.
  var isFromReading: Bool { lock.withLock { wasReading } }

  func add(_ count: Int) { lock.withLock { done += count } }

  func note(failure: VipsFailure, fromReading: Bool = false) {
    lock.withLock {
      guard first == nil else { return }
      (first, wasReading) = (failure, fromReading)
    }
  }
}

extension PixelRectangle {
  /// Returns what lies on each of several pages that stand one below the other, in the pages' own pixels.
  fileprivate func pieces(pageHeight: Int) -> [(page: Int, piece: PixelRectangle)] {
    (y / pageHeight...(y + height - 1) / pageHeight).map { page in
      let rows = (y..<y + height).clamped(to: page * pageHeight..<(page + 1) * pageHeight)
      return (page, PixelRectangle(x: x, y: rows.lowerBound - page * pageHeight, width: width, height: rows.count))
    }
  }

  /// Both parts of it, divided across its longer side.
  fileprivate var halves: (PixelRectangle, PixelRectangle) {
    var (first, second) = (self, self)
    if width >= height {
      first.width = width / 2
      (second.x, second.width) = (x + first.width, width - first.width)
    } else {
      first.height = height / 2
      (second.y, second.height) = (y + first.height, height - first.height)
    }
    return (first, second)
  }
}

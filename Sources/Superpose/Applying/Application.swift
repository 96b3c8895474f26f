package import Foundation
import SuperposeAnnotations
import SuperposeFiles
import SuperposeGeometry
import SuperposeImaging

/// One call of ``ImageTransform/apply(to:writingTo:options:progress:)``.
struct Application {
  /// Into the frame that was asked for.
  let transform: ImageTransform
  let options: ApplyOptions
  let folder: String
  let record: AppliedTransform
  /// Where the frame lies on the earth; nil where the fixed image's file is not there, or does not say it.
  private let georeference: Georeference?

  init(_ transform: ImageTransform, _ options: ApplyOptions, _ folder: String) throws {
    let frame = try AppliedTransform.Frame(options.framing, of: transform)
    self.transform = try frame.framed(transform)
    record = AppliedTransform(self.transform, frame)
    self.options = options
    self.folder = folder
    georeference = try transform.fixed.georeference()?.moved(by: frame.area.fixedFromArea)
  }

  /// A file and what becomes of it.
  struct Item {
    let file: URL
    let name: String
    /// The names of files beside it.
    let companions: [String]
    /// Whether it goes part by part, because it would take too much memory.
    let isStreamed: Bool
  }

  /// Names the results. None may have the name of another one or lie in the place of what it is made from.
  func items(for files: [URL]) throws(TransformError) -> [Item] {
    var items: [Item] = []
    var taken = Set([TransformFile.name] + options.forms.map(\.fileName))
    for file in files {
      let isStreamed = isStreamed(file)
      let name = name(of: file, isStreamed: isStreamed)
      let companions = AnnotationFile.hasExtension(file) ? [] : georeference?.companionNames(of: name) ?? []
      for name in [name] + companions where !taken.insert(name).inserted {
        throw TransformError(
          .nameTaken, file.pathText, problem: "another result is called '\(name)' too",
          hint: "write them into different folders")
      }
      if FileSystem.isSame(folder + "/" + name, file.pathText) {
        throw TransformError(
          .nameTaken, file.pathText, problem: "its result would take its place", hint: "choose another folder")
      }
      items.append(Item(file: file, name: name, companions: companions, isStreamed: isStreamed))
    }
    return items
  }

  /// Whether a picture and its result are too large for the memory together, or it has several pages that are warped.
  private func isStreamed(_ file: URL) -> Bool {
    guard !AnnotationFile.hasExtension(file),
      let stored = StoredImage(contentsOf: file, page: options.pages.leading)
    else { return false }
    if options.pages == .all, stored.frameCount > 1, FileFormat(pathExtensionOf: file) == .tiff { return true }
    guard
      let scaled = try? transform.scaled(for: stored.uprightSize, options.annotations.scale)
    else { return false }
    return stored.byteCount(withResultOf: scaled.fixed.size) > options.largestInMemory
  }

  /// Returns the name of a result (see ``AppliedTransform/name(of:)``). What goes part by part becomes a TIFF, and so
  /// does what lies on the earth, since a TIFF says that best.
  private func name(of file: URL, isStreamed: Bool) -> String {
    let name = file.pathText.lastPathPart
    let format = FileFormat(pathExtensionOf: file)
    if isStreamed, format != .tiff { return name.withoutExtension + ".tiff" }
    if AnnotationFile.hasExtension(file), options.mapCoordinates { return name.withoutExtension + ".geojson" }
    if georeference?.isGeoTIFF == true, !AnnotationFile.hasExtension(file), format != .png, format != .tiff {
      return name.withoutExtension + ".tiff"
    }
    return AppliedTransform.name(of: file)
  }

  /// - Parameter progress: This is told which share is done of what goes part by part.
  func stage(
    _ item: Item, in output: OutputFolder, _ progress: (Double) -> Void
  ) throws -> AppliedTransform.File {
    let (file, name) = (item.file, item.name)
    if item.isStreamed { return try stageStreamed(item, in: output, progress) }
    if AnnotationFile.hasExtension(file) { return try stageAnnotations(file, as: name, in: output) }
    let page = options.pages.leading
    if options.interpolation ?? .nearest == .nearest, page == .first, name.lowercased().hasSuffix(".png"),
      let indexed = try IndexedImage(contentsOf: file)
    {
      return try stageIndexed(indexed, file, as: name, in: output)
    }
    return try stageImage(try Image(contentsOf: file, page: page), file, as: name, in: output)
  }

  private func stageAnnotations(
    _ file: URL, as name: String, in output: OutputFolder
  ) throws -> AppliedTransform.File {
    var annotations = options.annotations
    if options.mapCoordinates {
      annotations.map = georeference.map { MapCoordinates(mapFromFixed: $0.mapFromPixel, epsg: $0.epsg) }
      guard annotations.map != nil else {
        throw TransformError(
          .doesNotFit, file.pathText,
          problem: "'\(transform.fixed.path)' does not say where it lies on the earth, or is not there",
          hint: "give a fixed image that is a GeoTIFF or has a world file, or write pixels")
      }
    }
    let mapped = try AnnotationFile(contentsOf: file).mapped(by: transform, options: annotations)
    try output.stage(mapped.data, as: name)
    return AppliedTransform.File(
      source: file.pathText, name: name, content: .annotations, scale: mapped.scale, size: mapped.fixed.size,
      format: mapped.format.rawValue, shapeCount: mapped.count, outsideCount: mapped.outsideCount)
  }

  private func stageImage(
    _ image: Image, _ file: URL, as name: String, in output: OutputFolder
  ) throws -> AppliedTransform.File {
    let scaled = try scaled(for: image.size, file)
    try OutputError.check(folder + "/" + name, pixels: scaled.fixed.size, of: image)
    let labels = LabelValues(of: image)
    let interpolation = options.interpolation ?? (labels == nil ? .cubic : .nearest)
    let warped = image.warped(by: scaled, interpolation: interpolation)
    try stagePicture(as: name, scaled, in: output) { (url) throws(ImageError) in try warped?.write(to: url) }
    var entry = entry(scaled, file, name, interpolation)
    if labels != nil { (entry.content, entry.labelCount) = (.labels, labels?.count) }
    return entry
  }

  private func stageStreamed(
    _ item: Item, in output: OutputFolder, _ progress: (Double) -> Void
  ) throws -> AppliedTransform.File {
    let image = try StreamedImage(contentsOf: item.file, pages: options.pages)
    let scaled = try scaled(for: image.size, item.file)
    let labels = LabelValues(of: try image.sample())
    let interpolation = options.interpolation ?? (labels == nil ? .cubic : .nearest)
    try stagePicture(as: item.name, scaled, in: output) { (url) throws(ImageError) in
      try image.writeWarped(
        by: WarpMap(scaled), to: scaled.fixed.size, interpolation: interpolation, to: url, progress: progress)
    }
    var entry = entry(scaled, item.file, item.name, interpolation)
    if labels != nil { (entry.content, entry.labelCount) = (.labels, labels?.count) }
    if image.pageCount > 1 { entry.pageCount = image.pageCount }
    return entry
  }

  private func stageIndexed(
    _ image: IndexedImage, _ file: URL, as name: String, in output: OutputFolder
  ) throws -> AppliedTransform.File {
    let scaled = try scaled(for: image.indices.size, file)
    try OutputError.check(folder + "/" + name, pixels: scaled.fixed.size, of: image.indices)
    let warped = image.warped(by: scaled)
    try stagePicture(as: name, scaled, in: output) { (url) throws(ImageError) in try warped?.write(to: url) }
    var entry = entry(scaled, file, name, .nearest)
    (entry.content, entry.labelCount) = (.labels, image.usedCount)
    return entry
  }

  /// Writes a picture where it waits, with its place on the earth.
  private func stagePicture(
    as name: String, _ scaled: ImageTransform, in output: OutputFolder, _ write: (URL) throws(ImageError) -> Void
  ) throws {
    let frameFromScaled =
      options.annotations.scale.map { PixelGrid.resize(by: 1 / $0) }
      ?? PixelGrid.resize(from: scaled.fixed.size, to: transform.fixed.size)
    try output.stagePicture(as: name, georeference?.moved(by: frameFromScaled), write)
  }

  private func scaled(for size: ImageSize, _ file: URL) throws(TransformError) -> ImageTransform {
    do throws(FrameError) { return try transform.scaled(for: size, options.annotations.scale) } catch {
      throw TransformError(error, file.pathText)
    }
  }

  private func entry(
    _ scaled: ImageTransform, _ file: URL, _ name: String, _ interpolation: WarpInterpolation
  ) -> AppliedTransform.File {
    let scale =
      options.annotations.scale ?? Double(scaled.moving.size.width) / Double(transform.moving.size.width)
    return AppliedTransform.File(
      source: file.pathText, name: name, content: .image, scale: scale, size: scaled.fixed.size,
      interpolation: interpolation.rawValue)
  }
}

extension AppliedTransform {
  /// Returns the name of a file that is carried to another frame. Annotations keep theirs; of images only the formats
  /// that lose nothing keep theirs. What other formats hold may be of any depth.
  package static func name(of file: URL) -> String {
    let name = file.pathText.lastPathPart
    let format = FileFormat(pathExtensionOf: file)
    if AnnotationFile.hasExtension(file) || format == .png || format == .tiff { return name }
    return name.withoutExtension + (format == nil ? ".tiff" : ".png")
  }
}

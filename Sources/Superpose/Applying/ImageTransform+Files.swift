public import Foundation
import SuperposeAnnotations
import SuperposeFiles
public import SuperposeGeometry
import SuperposeImaging

extension ImageTransform {
  /// Carries files to the fixed image's frame and writes them into a folder, which is made where it is missing.
  ///
  /// Images keep their depth, channels, alpha and palette, and their names: PNG and TIFF their format; JPEG, WebP and
  /// BMP become PNG, all others TIFF. Annotations (CSV, GeoJSON, COCO, LabelMe) keep whatever they have beside
  /// coordinates. `transform.json` says what was done; the forms that were asked for stand beside it. All files appear
  /// together, or none after an error; files of the same names are replaced.
  ///
  /// - Parameters:
  ///   - files: Images and annotations of the moving image, at any resolution.
  ///   - folder: Where the results go.
  ///   - options: How they are made.
  ///   - progress: This is told before each file.
  /// - Returns: What `transform.json` holds.
  /// - Throws: ``TransformError`` where a file does not fit, `AnnotationError` or `ImageError` for a file that is not
  ///   what it should be, ``OutputError`` for the folder.
  @discardableResult
  public func apply(
    to files: [URL], writingTo folder: URL, options: ApplyOptions = .init(),
    progress: (WritingProgress) -> Void = { _ in }
  ) throws -> AppliedTransform {
    let application = try Application(self, options, folder.pathText)
    let names = try application.names(of: files)
    let output = try OutputFolder(folder.pathText)
    do {
      var applied = application.record
      for (index, (file, name)) in zip(files, names).enumerated() {
        progress(WritingProgress(name: name, done: index, total: files.count + 1))
        applied.files.append(try application.stage(file, as: name, in: output))
      }
      let forms = try output.stage(options.forms, of: application.transform)
      progress(WritingProgress(name: TransformFile.name, done: files.count, total: files.count + 1))
      try output.stage(try JSON.document(applied), as: TransformFile.name)
      try output.commit(names + forms + [TransformFile.name], outOf: [])
      return applied
    } catch {
      output.discard()
      throw error
    }
  }
}

/// One call of ``ImageTransform/apply(to:writingTo:options:progress:)``.
private struct Application {
  /// Into the frame that was asked for.
  let transform: ImageTransform
  let options: ApplyOptions
  let folder: String
  let record: AppliedTransform

  init(_ transform: ImageTransform, _ options: ApplyOptions, _ folder: String) throws(TransformError) {
    let frame = try AppliedTransform.Frame(options.framing, of: transform)
    self.transform = try frame.framed(transform)
    record = AppliedTransform(self.transform, frame)
    self.options = options
    self.folder = folder
  }

  /// Returns the names of the results. None may be that of another one or lie in the place of what it is made from.
  func names(of files: [URL]) throws(TransformError) -> [String] {
    var names: [String] = []
    var taken = Set([TransformFile.name] + options.forms.map(\.fileName))
    for file in files {
      let name = Self.name(of: file)
      guard taken.insert(name).inserted else {
        throw TransformError(
          .nameTaken, file.pathText, problem: "another result is called '\(name)' too",
          hint: "write them into different folders")
      }
      if FileSystem.isSame(folder + "/" + name, file.pathText) {
        throw TransformError(
          .nameTaken, file.pathText, problem: "its result would take its place", hint: "choose another folder")
      }
      names.append(name)
    }
    return names
  }

  /// Returns the name of a result. Annotations keep theirs; of images only the formats that lose nothing keep theirs.
  /// What other formats hold may be of any depth.
  private static func name(of file: URL) -> String {
    let name = file.pathText.lastPathPart
    let format = FileFormat(pathExtensionOf: file)
    if AnnotationFile.hasExtension(file) || format == .png || format == .tiff { return name }
    return name.withoutExtension + (format == nil ? ".tiff" : ".png")
  }

  func stage(_ file: URL, as name: String, in output: OutputFolder) throws -> AppliedTransform.File {
    if AnnotationFile.hasExtension(file) { return try stageAnnotations(file, as: name, in: output) }
    if options.interpolation ?? .nearest == .nearest, name.lowercased().hasSuffix(".png"),
      let indexed = try IndexedImage(contentsOf: file)
    {
      return try stageIndexed(indexed, file, as: name, in: output)
    }
    return try stageImage(try Image(contentsOf: file), file, as: name, in: output)
  }

  private func stageAnnotations(
    _ file: URL, as name: String, in output: OutputFolder
  ) throws -> AppliedTransform.File {
    let mapped = try AnnotationFile(contentsOf: file).mapped(by: transform, options: options.annotations)
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
    let warped = image.warped(by: scaled.fixedFromMoving, to: scaled.fixed.size, interpolation: interpolation)
    try output.stagePicture(as: name) { (url) throws(ImageError) in try warped?.write(to: url) }
    var entry = entry(scaled, file, name, interpolation)
    if labels != nil { (entry.content, entry.labelCount) = (.labels, labels?.count) }
    return entry
  }

  private func stageIndexed(
    _ image: IndexedImage, _ file: URL, as name: String, in output: OutputFolder
  ) throws -> AppliedTransform.File {
    let scaled = try scaled(for: image.indices.size, file)
    try OutputError.check(folder + "/" + name, pixels: scaled.fixed.size, of: image.indices)
    let warped = image.warped(by: scaled.fixedFromMoving, to: scaled.fixed.size)
    try output.stagePicture(as: name) { (url) throws(ImageError) in try warped?.write(to: url) }
    var entry = entry(scaled, file, name, .nearest)
    (entry.content, entry.labelCount) = (.labels, image.usedCount)
    return entry
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

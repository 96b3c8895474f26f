public import Foundation
import SuperposeAnnotations
import SuperposeFiles
public import SuperposeGeometry
import SuperposeImaging

extension ImageTransform {
  /// Carries files to the fixed image's frame and writes them into a folder, which is made where it is missing.
  ///
  /// Images keep their depth, channels, alpha and palette, and their names: PNG and TIFF their format; JPEG, WebP and
  /// BMP become PNG, all others TIFF. An image that is too large for the memory together with its result
  /// (``ApplyOptions/largestInMemory``) goes part by part and becomes a tiled BigTIFF (`StreamedImage`). Where the
  /// fixed image's file says where it lies on the earth (`Georeference`), the results say so too. Annotations (CSV,
  /// GeoJSON, COCO, LabelMe) keep whatever they have beside coordinates. `transform.json` says what was done; the forms
  /// that were asked for stand beside it. All files appear together, or none after an error; files of the same names
  /// are replaced.
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
    let items = try application.items(for: files)
    let output = try OutputFolder(folder.pathText)
    do {
      var applied = application.record
      for (index, item) in items.enumerated() {
        var state = WritingProgress(name: item.name, done: index, total: files.count + 1)
        progress(state)
        applied.files.append(
          try application.stage(item, in: output) {
            state.fraction = $0
            progress(state)
          })
      }
      let forms = try output.stage(options.forms, of: application.transform)
      progress(WritingProgress(name: TransformFile.name, done: files.count, total: files.count + 1))
      try output.stage(try JSON.document(applied), as: TransformFile.name)
      try output.commit(items.flatMap { [$0.name] + $0.companions } + forms + [TransformFile.name], outOf: [])
      return applied
    } catch {
      output.discard()
      throw error
    }
  }
}

public import Foundation
public import Superpose
import SuperposeFiles
public import SuperposeGeometry
public import SuperposeImaging
import SuperposeLists

/// How an aligned stack is written.
public struct StackOutputOptions: Hashable, Sendable {
  /// Which part of the reference's plane the images show: `intersection` is the largest box in which all frames have
  /// data, `union` the smallest that holds all.
  public var framing = Framing.intersection
  /// How images are sampled between their pixels.
  public var interpolation = WarpInterpolation.cubic
  /// How all frames become one picture; nil for no such picture.
  public var reduction: StackReduction?

  /// The common part, by cubic interpolation, and no picture of all.
  public init() {}
}

/// Writes the frames of a stack into a folder, each in the frame of the reference and with its own name, depth and
/// channels: PNG and TIFF keep their format; JPEG, WebP and BMP become PNG, all others TIFF. Beside them stand
/// `stack.json`, `stack.csv` and, where it is wanted, one picture of all.
public struct StackWriter {
  /// What the table of movements is called.
  public static let tableName = "stack.csv"
  /// What the journal is called, which ``StackRegistrar/stack(_:options:journal:progress:)`` keeps too.
  public static let journalName = "stack.jsonl"

  private let stack: Stack
  private let folder: String
  private let options: StackOutputOptions
  private let area: PixelRectangle
  /// By place, for frames that have a transform.
  private let names: [Int: String]

  /// - Parameters:
  ///   - stack: the stack.
  ///   - folder: where files go; it is made where it is missing.
  ///   - options: what is written.
  /// - Throws: ``StackError`` where two results would have one name or take the place of a frame, `TransformError`
  ///   where the framing does not fit.
  public init(_ stack: Stack, folder: URL, options: StackOutputOptions = .init()) throws {
    self.stack = stack
    self.folder = folder.pathText
    self.options = options
    do throws(FrameError) { area = try stack.area(options.framing) } catch {
      throw TransformError(error, stack.frames[stack.reference].path)
    }
    let all = try Self.names(of: stack.frames.map { URL(path: $0.path) }, folder: folder, options: options)
    names = Dictionary(uniqueKeysWithValues: stack.aligned.map { ($0, all[$0]) })
  }

  /// Where the images lie in the reference's plane.
  public var frame: AppliedTransform.Frame { AppliedTransform.Frame(framing: options.framing, area: area) }

  /// Returns the names of the results of files, in their order.
  ///
  /// - Throws: ``StackError`` where two results would have one name or take the place of a frame.
  @discardableResult
  public static func names(
    of files: [URL], folder: URL, options: StackOutputOptions = .init()
  ) throws(StackError) -> [String] {
    var names: [String] = []
    var taken: Set = [StackReport.name, tableName, journalName]
    if let reduction = options.reduction { taken.formUnion(reduction.fileNames) }
    for file in files {
      let name = AppliedTransform.name(of: file)
      guard taken.insert(name).inserted else {
        throw StackError(
          .usage, "the result of '\(file.pathText)' would be called '\(name)' as another one is",
          hint: "give frames with different names")
      }
      guard !FileSystem.isSame(folder.pathText + "/" + name, file.pathText) else {
        throw StackError(
          .usage, "the result of '\(file.pathText)' would take its place", hint: "choose another folder")
      }
      names.append(name)
    }
    return names
  }

  /// Writes everything. One frame is in memory at a time. An image appears when it is whole; where a run was stopped,
  /// the images that are there already are not made again. `stack.json` comes last.
  ///
  /// - Parameters:
  ///   - registrar: what the stack was found with.
  ///   - progress: told before each file.
  /// - Returns: what `stack.json` holds.
  /// - Throws: `ImageError` for a frame or a picture, `OutputError` for the folder, ``StackError`` where a frame has
  ///   changed, or where frames of different depths cannot become one picture.
  @discardableResult
  public func write(
    _ registrar: Registrar, progress: (WritingProgress) -> Void = { _ in }
  ) throws -> StackReport {
    _ = try OutputError.translated { () throws(FileError) in try FileSystem.makeFolder(folder) }
    removeEarlier()
    var journal = try StackJournal(folder + "/" + Self.journalName)
    let total = names.count + (options.reduction == nil ? 1 : 2)
    for (done, index) in stack.aligned.enumerated() {
      guard let name = names[index] else { continue }
      progress(WritingProgress(name: name, done: done, total: total))
      try writeFrame(index, name, &journal)
    }
    var reduced: StackReport.Reduced?
    if let reduction = options.reduction {
      progress(WritingProgress(name: reduction.rawValue, done: names.count, total: total))
      reduced = try reduce(reduction)
    }
    progress(WritingProgress(name: StackReport.name, done: total - 1, total: total))
    let report = StackReport(stack, frame: frame, files: names, reduced: reduced, registrar: registrar)
    let document = try JSON.document(report)
    try OutputError.translated { () throws(FileError) in
      try ReplacementFile.write(report.csv.utf8, to: folder + "/" + Self.tableName)
      try ReplacementFile.write(document, to: folder + "/" + StackReport.name)
    }
    return report
  }

  /// Removes what an earlier run wrote for frames that have no transform now, and its report, which no longer holds.
  private func removeEarlier() {
    let path = folder + "/" + StackReport.name
    guard let text = try? TextFile.text(of: path),
      let earlier = try? JSONDecoder().decode(StackReport.self, from: Data(text.utf8))
    else { return }
    let kept = Set(names.values)
    for name in earlier.frames.compactMap(\.file) + [earlier.reduced?.file].compactMap({ $0 })
    where !kept.contains(name) && name == name.lastPathPart {
      _ = try? FileSystem.removeFile(folder + "/" + name)
    }
    _ = try? FileSystem.removeFile(path)
  }

  private func writeFrame(_ index: Int, _ name: String, _ journal: inout StackJournal) throws {
    guard let transform = stack.transform(index) else { return }
    let path = stack.frames[index].path
    let framed: ImageTransform
    do throws(FrameError) { framed = try transform.framed(area) } catch { throw TransformError(error, path) }
    let identity = identity(path, framed, name)
    if journal.isWritten(identity), !FileSystem.isMissing(folder + "/" + name) { return }
    let image = try Image(contentsOf: URL(path: path))
    guard image.size == framed.moving.size else {
      throw StackError(
        .doesNotFit, "'\(path)' has \(image.size) pixels and had \(framed.moving.size) when it was matched",
        hint: "run the command again")
    }
    try OutputError.check(folder + "/" + name, pixels: area.size, of: image)
    let warped = image.warped(by: framed.fixedFromMoving, to: area.size, interpolation: options.interpolation)
    try (warped ?? image).write(to: URL(path: folder + "/" + name))
    try journal.keepWritten(name, identity)
  }

  /// Changes with the frame's file, its transform and how it is written.
  private func identity(_ path: String, _ transform: ImageTransform, _ name: String) -> String {
    let parts =
      [fileIdentity(path), name, options.interpolation.rawValue, "\(area)", SuperposeVersion.current]
      + transform.fixedFromMoving.coefficients.map { "\($0)" }
    return sha256(of: Array(parts.joined(separator: " ").utf8))
  }

  private func reduce(_ reduction: StackReduction) throws -> StackReport.Reduced {
    let frames = try stack.aligned.compactMap { index -> ReducedFrame? in
      guard let name = names[index], let transform = stack.transform(index) else { return nil }
      let outline: ConvexPolygon
      do throws(FrameError) { outline = try transform.framed(area).movingPolygon() } catch {
        throw TransformError(error, stack.frames[index].path)
      }
      return ReducedFrame(path: folder + "/" + name, outline: outline)
    }
    let picture = try reduction.picture(of: frames, size: area.size, scratchIn: folder)
    let name = reduction.fileNames[picture.depth == .float32 ? 1 : 0]
    try picture.write(to: URL(path: folder + "/" + name))
    return StackReport.Reduced(reduction: reduction, file: name)
  }
}

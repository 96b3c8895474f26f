public import Foundation
import SuperposeFiles
public import SuperposeGeometry

/// A transform from a file that Superpose has written: `registration.json`, or the `transform.json` of a transform that
/// was applied, composed or inverted.
public struct TransformFile: Sendable {
  /// The form of a transform alone and its version. It has the names of `registration.json` for what both have.
  public static let schemaName = "superpose.transform/1"
  /// What a transform alone is called.
  public static let name = "transform.json"

  /// The file, as the caller gave it.
  public let path: String
  /// The transform, with the matches that support it.
  public let transform: ImageTransform
  /// Whether the registration can be trusted; nil for a transform alone.
  public let verdict: Verdict?
  /// Why the verdict is not `registered`.
  public let reasons: [String]

  /// Reads a file, or the `registration.json` of a folder.
  ///
  /// - Throws: ``TransformError`` where there is none, it is none that this version reads, or the pair was not
  ///   registered.
  public init(contentsOf url: URL) throws(TransformError) {
    path = url.pathText
    let file = FileSystem.isFolder(path) ? path + "/" + Registration.reportName : path
    let text: String
    do { text = try TextFile.text(of: file) } catch { throw TransformError(error) }
    let document = try Self.document(text, path)
    let inliers = (document.matches ?? []).filter(\.inlier)
    let plane = try ImageTransform(
      registered: document.fixedFromMoving, field: document.surface?.field, moving: document.moving,
      fixed: document.fixed, controlPoints: inliers.map { .init(moving: $0.moving, fixed: $0.fixed) },
      reasons: document.reasons ?? [], path)
    do throws(FrameError) { transform = try document.steps.map(plane.following) ?? plane } catch {
      throw TransformError(.malformed, path, problem: error.problem, hint: error.hint)
    }
    (verdict, reasons) = (document.verdict, document.reasons ?? [])
  }

  /// Says whether a file looks like one of these, or a folder has one: it is then read as a transform and not as
  /// points.
  public static func isTransform(_ url: URL) -> Bool {
    let path = url.pathText
    if FileSystem.isFolder(path) { return !FileSystem.isMissing(path + "/" + Registration.reportName) }
    guard url.pathExtension.lowercased() == "json", let text = try? TextFile.text(of: path) else { return false }
    return text.contains(RegistrationReport.schemaFamily) || text.contains(Self.schemaFamily)
  }

  /// Returns the transform that does the transforms of all files one after the other.
  ///
  /// - Parameter files: The first begins with the moving image; each of the others begins with the image that the one
  ///   before it ends in.
  /// - Throws: ``TransformError`` where they do not follow on each other.
  /// - Precondition: There is at least one.
  public static func composed(_ files: [TransformFile]) throws(TransformError) -> ImageTransform {
    precondition(!files.isEmpty, "at least one transform is composed")
    var transform = files[0].transform
    for file in files.dropFirst() {
      do throws(FrameError) { transform = try transform.then(file.transform) } catch {
        throw TransformError(error, file.path)
      }
    }
    return transform
  }

  /// Returns what a user should know about composing these files.
  public static func warnings(_ files: [TransformFile]) -> [String] {
    let doubts = files.filter { $0.verdict == .doubtful }.map {
      "\($0.path) is doubtful: \($0.reasons.joined(separator: "; "))"
    }
    let names = zip(files, files.dropFirst()).compactMap { one, next -> String? in
      let (end, start) = (one.transform.fixed.fileName, next.transform.moving.fileName)
      return end == start || end.isEmpty || start.isEmpty
        ? nil : "\(one.path) ends in '\(end)' and \(next.path) begins with '\(start)', which has the same size"
    }
    return doubts + names
  }
}

extension TransformFile {
  private static let schemaFamily = "superpose.transform/"

  /// What all versions of both forms have.
  private struct Document: Decodable {
    struct Match: Decodable {
      let moving: Point
      let fixed: Point
      let inlier: Bool
    }

    let schema: String
    let moving: ImageFrame
    let fixed: ImageFrame
    let fixedFromMoving: Homography?
    /// Of a registration that looked for a surface.
    let surface: SurfaceReport?
    /// Of a transform alone that follows surfaces.
    let steps: PlaneMap?
    let verdict: Verdict?
    let reasons: [String]?
    let matches: [Match]?
  }

  private static func document(_ text: String, _ path: String) throws(TransformError) -> Document {
    let document: Document
    do { document = try JSONDecoder().decode(Document.self, from: Data(text.utf8)) } catch {
      throw TransformError(
        .malformed, path, problem: "it is no registration.json or transform.json\(JSON.place(of: error))",
        hint: "give a file that 'superpose register' or 'superpose apply' has written")
    }
    guard [RegistrationReport.schemaName, Self.schemaName].contains(document.schema) else {
      throw TransformError(
        .malformed, path, problem: "its schema is '\(document.schema)', which this version does not read",
        hint: "register the pair again")
    }
    return document
  }
}

extension RegistrationReport {
  fileprivate static let schemaFamily = "superpose.registration/"

  /// Returns the transform with both images' frames and the matches that support it.
  ///
  /// - Throws: ``TransformError`` where the pair was not registered.
  public func imageTransform() throws(TransformError) -> ImageTransform {
    try ImageTransform(
      registered: fixedFromMoving, field: surface?.field, moving: ImageFrame(moving), fixed: ImageFrame(fixed),
      controlPoints: inliers.map { .init(moving: $0.moving, fixed: $0.fixed) }, reasons: reasons, moving.path)
  }
}

extension ImageTransform {
  /// Makes the transform of a registration.
  ///
  /// - Parameters:
  ///   - fixedFromMoving: What was found; nil where the pair was not registered.
  ///   - field: What a surface adds to it.
  ///   - reasons: Why it was not.
  ///   - path: The file that an error names.
  fileprivate init(
    registered fixedFromMoving: Homography?, field: DisplacementField?, moving: ImageFrame, fixed: ImageFrame,
    controlPoints: [ControlPoint], reasons: [String], _ path: String
  ) throws(TransformError) {
    guard let fixedFromMoving else {
      throw TransformError(
        .notRegistered, path, problem: "the pair was not registered (\(reasons.joined(separator: "; ")))",
        hint: "register it with other options first")
    }
    do throws(FrameError) {
      self = try ImageTransform(
        moving: moving, fixed: fixed, fixedFromMoving: fixedFromMoving, field: field, controlPoints: controlPoints)
    } catch { throw TransformError(.malformed, path, problem: error.problem, hint: error.hint) }
  }
}

extension ImageFrame {
  fileprivate init(_ image: RegistrationReport.ImageDescription) {
    self.init(path: image.path, size: ImageSize(width: image.width, height: image.height))
  }
}

extension TransformError {
  fileprivate init(_ error: FileError) {
    let kind: Kind =
      switch error.kind {
      case .permissionDenied: .permissionDenied
      case .notText: .malformed
      default: .notFound
      }
    self.init(kind, error.path, problem: error.problem, hint: error.hint)
  }
}

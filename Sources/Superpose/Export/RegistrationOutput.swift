import Foundation
import SuperposeImaging

/// What ``Registration/write(to:options:)`` writes, beyond what it always does.
public struct RegistrationOutputOptions: Hashable, Sendable {
  /// Whether the fixed image is also warped into the moving image's frame, as `warped-fixed.*`.
  public var both = false
  /// Whether `registration.json` has the times of the stages.
  public var timings = true
  public var overlay = OverlayStyle.twoColors

  public init(both: Bool = false, timings: Bool = true, overlay: OverlayStyle = .twoColors) {
    self.both = both
    self.timings = timings
    self.overlay = overlay
  }
}

extension Registration {
  /// Writes the result into a folder, which is made where it is missing.
  ///
  /// `warped.*`, `overlap-fixed.*` and `overlap-moving.*` have the depth and channels of the image that they come from: PNG, or
  /// TIFF where that was a TIFF or is of floating point. Beside them stand `matches.png`, `overlay.png`, `aligned.png` and
  /// `registration.json`. A failed registration has the first and the last of these four only. Files of these names are replaced,
  /// and those that this result does not have are removed; other files stay as they are. All files appear together, the JSON
  /// last; after an error the folder is as it was.
  ///
  /// - Returns: the paths of the files, `registration.json` last.
  /// - Throws: ``OutputError`` for the folder, ``ImageError`` for a picture.
  @discardableResult
  public func write(to directory: String, options: RegistrationOutputOptions = .init()) throws -> [String] {
    let folder = try OutputFolder(directory)
    do {
      let files = try stage(in: folder, options)
      try folder.commit(files, outOf: Self.outputNames)
      return files.map { (directory as NSString).appendingPathComponent($0) }
    } catch {
      folder.discard()
      throw error
    }
  }

  /// Writes all files where they wait; gives their names. One picture is in memory at a time.
  private func stage(in folder: OutputFolder, _ options: RegistrationOutputOptions) throws -> [String] {
    var names: [String] = []
    for output in outputs(options) {
      guard let picture = output.picture() else { continue }
      try picture.write(to: folder.stagedPath(output.name))
      names.append(output.name)
    }
    let target = folder.stagedPath(Self.reportName)
    do { try json(timings: options.timings).write(to: URL(fileURLWithPath: target)) } catch let error as CocoaError {
      throw OutputError(folder.path + "/" + Self.reportName, error)
    }
    return names + [Self.reportName]
  }
}

extension OutputError {
  fileprivate init(_ path: String, _ error: CocoaError) {
    switch error.code {
    case .fileWriteOutOfSpace: self.init(path, errno: ENOSPC)
    case .fileWriteNoPermission: self.init(path, errno: EACCES)
    default: self.init(.cannotWrite, path, problem: error.localizedDescription, hint: "check the path and the disk")
    }
  }
}

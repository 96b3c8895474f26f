public import Foundation
public import Superpose
import SuperposeFiles
import SuperposeImaging

/// A folder that a registration has written, as the source of its report.
public struct ResultFolder {
  /// What the page is called.
  public static let pageName = Registration.pageName
  /// What the picture of both images for a list's page is called.
  public static let thumbnailName = Registration.thumbnailName

  let path: String

  /// - Parameter folder: the folder; it need not have a result, see ``hasResult``.
  public init(_ folder: URL) { path = folder.pathText }

  /// Whether the folder holds a result.
  public var hasResult: Bool { FileManager.default.fileExists(atPath: file(Registration.reportName)) }

  /// Returns what the registration found.
  ///
  /// - Throws: ``ReportError`` where there is none that this version can read.
  public func report() throws -> RegistrationReport {
    guard FileManager.default.fileExists(atPath: path) else {
      throw ReportError(.notFound, path, problem: "there is no such folder", hint: "check the path")
    }
    guard hasResult else {
      throw ReportError(
        .notFound, path, problem: "there is no \(Registration.reportName) in it",
        hint: "give a folder that 'superpose register' or 'superpose batch' has written")
    }
    guard let data = FileManager.default.contents(atPath: file(Registration.reportName)) else {
      throw ReportError(
        .permissionDenied, path, problem: "its \(Registration.reportName) cannot be read",
        hint: "check its permissions")
    }
    do { return try JSONDecoder().decode(RegistrationReport.self, from: data) } catch {
      throw ReportError(
        .malformed, path, problem: "its \(Registration.reportName) is not one that this version writes",
        hint: "register the pair again")
    }
  }

  /// Writes `report.html` and, for a list, `thumbnail.jpg`.
  ///
  /// - Parameters:
  ///   - options: The settings of the report.
  ///   - images: Folders in which images are looked for when they are not where the result says.
  /// - Throws: ``ReportError`` where the result or an image is missing or malformed, or what writing throws.
  public func writePage(_ options: ReportOptions, images: [URL] = []) throws {
    let report = try report()
    let files = try [("moving", report.moving), ("fixed", report.fixed)].map { name, image in
      (path: try located(image.path, name, in: images.map(\.pathText)), description: image)
    }
    let pictures = try files.map { file in
      let image = try Image(contentsOf: URL(path: file.path))
      try check(image, is: file.description, at: file.path)
      return image
    }
    try writePage(report, moving: (pictures[0], files[0].path), fixed: (pictures[1], files[1].path), options)
  }

  /// Writes the same files for a result in memory, with its images and the files that they were read from.
  ///
  /// - Throws: `ImageError` for a picture, or what the system says of the writing.
  public func writePage(_ registration: Registration, _ options: ReportOptions) throws {
    try writePage(
      registration.report, moving: (registration.moving, registration.report.moving.path),
      fixed: (registration.fixed, registration.report.fixed.path), options)
  }

  private func writePage(
    _ report: RegistrationReport, moving: (image: Image, file: String), fixed: (image: Image, file: String),
    _ options: ReportOptions
  ) throws {
    let page = RegistrationPage(
      report, moving: try PagePicture(moving.image, file: URL(path: moving.file), longSide: options.longSide),
      fixed: try PagePicture(fixed.image, file: URL(path: fixed.file), longSide: options.longSide),
      listAddress: options.isInList ? "../\(ListFolder.pageName)" : nil, licence: options.licence)
    let html = try page.html()
    if options.isInList {
      try ReplacementFile.write(
        EmbeddedPicture.thumbnail(of: moving.image, fixed.image), to: file(Self.thumbnailName))
    }
    try ReplacementFile.write(html.utf8, to: file(Self.pageName))
  }

  private func file(_ name: String) -> String { path + "/" + name }

  /// Finds an image of the result: where the result says, or else under its name in one of the folders.
  private func located(_ image: String, _ name: String, in folders: [String]) throws -> String {
    let places = [image] + folders.map { $0 + "/" + Words.fileName(image) }
    if let place = places.first(where: { FileManager.default.fileExists(atPath: $0) }) { return place }
    throw ReportError(
      .notFound, path, problem: "the \(name) image '\(image)' is not there",
      hint: "run it where the pair was registered, or name the folder that has the images with --images")
  }

  private func check(_ image: Image, is expected: RegistrationReport.ImageDescription, at file: String) throws {
    guard (image.size.width, image.size.height) != (expected.width, expected.height) else { return }
    throw ReportError(
      .malformed, path,
      problem: "'\(file)' has \(image.size) pixels, and what was registered had \(expected.width)x\(expected.height)",
      hint: "it is another image: register the pair again")
  }
}

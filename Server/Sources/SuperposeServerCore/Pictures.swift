import Foundation
import GRDB
package import Superpose
import SuperposeFiles
import SuperposeImaging
import SuperposeReport

/// Pictures that are made when they are first asked for, and then kept: small ones of images, and warped ones in their
/// original depth.
package struct Pictures: Sendable {
  package enum Kind: String, Sendable {
    /// What the report's viewer shows.
    case page
    case thumbnail

    var longSide: Int { self == .page ? EmbeddedPicture.defaultLongSide : 320 }
  }

  private let folder: DataFolder
  private let ledger: Ledger
  private let queue: BlockingQueue

  package init(_ folder: DataFolder, _ ledger: Ledger, _ limits: ServiceLimits) {
    self.folder = folder
    self.ledger = ledger
    queue = BlockingQueue("superpose.pictures", mostWaiting: limits.requests)
  }

  /// The path of a JPEG of an image.
  package func path(_ kind: Kind, of image: StoredImage) async throws -> String {
    let path = folder.picture(image.id, kind.rawValue)
    return try await queue.run {
      guard FileSystem.isMissing(path) else { return path }
      let picture = try folder.readImage(image.id, name: image.name)
      let jpeg = try EmbeddedPicture.jpeg(of: picture, longSide: kind.longSide)
      _ = try FileSystem.makeFolder(path.folderPart)
      try ReplacementFile.write(jpeg, to: path)
      try ledger.writeNow { database in
        try database.execute(
          sql: "UPDATE image SET derivedBytes = derivedBytes + ? WHERE id = ?", arguments: [jpeg.count, image.id])
      }
      return path
    }
  }

  /// The path of the moving image in the fixed image's frame.
  package func warped(_ job: RegistrationJob, _ report: RegistrationReport) async throws -> String {
    let stem = folder.result(job.id) + "/warped"
    return try await queue.run {
      for path in [stem + ".png", stem + ".tiff"] where !FileSystem.isMissing(path) { return path }
      let registration = Registration(
        report: report, moving: try folder.readImage(job.moving, name: job.movingName),
        fixed: try folder.readImage(job.fixed, name: job.fixedName))
      guard let warped = registration.warpedMoving() else {
        throw Problem(.notRegistered, "the images were not registered, so there is no warped image")
      }
      let path = stem + "." + registration.moving.outputExtension
      try warped.write(to: URL(filePath: path))
      let bytes = try MappedFile(path).count
      try ledger.writeNow { database in
        try database.execute(
          sql: "UPDATE registration SET byteCount = byteCount + ? WHERE id = ?", arguments: [bytes, job.id])
      }
      return path
    }
  }
}

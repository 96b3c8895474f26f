import Foundation
import GRDB
import Superpose
import SuperposeFiles
import SuperposeImaging

/// Images as they were sent, each once.
package struct ImageStore: Sendable {
  package let folder: DataFolder
  package let ledger: Ledger
  package let limits: ServiceLimits
  private let queue = BlockingQueue("superpose.images", width: 2)

  package init(_ folder: DataFolder, _ ledger: Ledger, _ limits: ServiceLimits) {
    self.folder = folder
    self.ledger = ledger
    self.limits = limits
  }

  package func image(_ id: String) async throws -> StoredImage? { try await ledger.image(id) }

  /// The image that a request names.
  package func require(_ id: String) async throws -> StoredImage {
    if let image = try await image(id) { return image }
    throw Problem(.noSuchImage, "there is no image '\(id.prefix(80))'; send its file to /v1/images first")
  }

  /// Keeps a file that was sent.
  /// - Parameters:
  ///   - upload: where it is; it is moved or removed.
  ///   - name: what its sender calls it.
  /// - Returns: the image, and whether it is new.
  package func keep(_ upload: String, name: String) async throws -> (StoredImage, isNew: Bool) {
    defer { FileSystem.removeAll(upload) }
    let image = try await queue.run { try described(upload, name: name) }
    let folder = folder
    return try await ledger.write { database in
      let now = Date().timeIntervalSince1970
      if var known = try StoredImage.fetchOne(database, key: image.id) {
        known.used = now
        try known.update(database)
        return (known, false)
      }
      try folder.move(upload, to: folder.image(image.id))
      try image.insert(database)
      return (image, true)
    }
  }

  /// What the file's own bytes say; what its sender says of its type counts for nothing.
  private func described(_ file: String, name: String) throws -> StoredImage {
    do throws(any Error) {
      let header = try ImageFileHeader(contentsOf: URL(filePath: file))
      guard let format = header.format, let size = header.size, size.width > 0, size.height > 0 else {
        throw Problem(
          .badImage,
          "cannot read image '\(name)': its content is no picture in a format that the service takes; "
            + "give a PNG, TIFF, JPEG, WebP or BMP file")
      }
      try check(size, name)
      let mapped = try MappedFile(file)
      let now = Date().timeIntervalSince1970
      return StoredImage(
        id: mapped.withBytes(sha256(of:)), name: name, byteCount: mapped.count, width: size.width,
        height: size.height, format: format.rawValue, created: now, used: now)
    } catch { throw Problem(error, names: [file: name]) }
  }

  private func check(_ size: ImageSize, _ name: String) throws(Problem) {
    let (pixels, overflow) = size.width.multipliedReportingOverflow(by: size.height)
    guard overflow || pixels > limits.pixels else { return }
    throw Problem(
      .tooManyPixels,
      "cannot read image '\(name)': it has \(size) pixels, more than \(limits.pixels); give a smaller image")
  }
}

extension ImageStore {
  /// A name that a client gives, as a name alone: no path, no control characters, not endless.
  package static func name(_ given: String?) -> String {
    let last = (given ?? "").split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    let printable = last.unicodeScalars.filter { !CharacterSet.controlCharacters.contains($0) }
    let name = String(String.UnicodeScalarView(printable)).trimmingCharacters(in: .whitespaces)
    return name.isEmpty ? "image" : String(name.prefix(200))
  }
}

public import Foundation
import SuperposeFiles

/// Photographs of different sizes in one file or several parts. The files are mapped into memory: only what is used is
/// read, and any number of threads may read.
public struct PhotographPack: Sendable {
  private let parts: [MappedFile]
  private let photographs: [(part: Int, photograph: Photograph)]

  /// Opens a pack.
  ///
  /// - Parameter urls: One file, all parts of a pack in any order, or one folder whose `.pack` files are taken.
  /// - Throws: ``PhotographPackError`` where a file or a part is missing or malformed.
  public init(reading urls: [URL]) throws(PhotographPackError) {
    var parts: [(url: URL, file: MappedFile, index: PartIndex)] = []
    for url in try Self.files(in: urls) {
      let file = try PhotographPackError.translated { () throws(FileError) in try MappedFile(url.path) }
      let index = try file.withBytes { bytes throws(PhotographPackError) in
        try PartIndex(readingFrom: bytes, at: url.path)
      }
      parts.append((url, file, index))
    }
    parts.sort { $0.index.part < $1.index.part }
    for (i, part) in parts.enumerated() { try Self.check(part.index, at: i, of: parts.count, part.url.path) }
    self.parts = parts.map(\.file)
    photographs = parts.enumerated().flatMap { i, part in part.index.photographs.map { (part: i, photograph: $0) } }
  }

  public var count: Int { photographs.count }

  public subscript(index: Int) -> Photograph { photographs[index].photograph }

  /// Passes the values of a photograph, `[channels, height, width]`, to `body`.
  public func withPixels<Result>(of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    let (part, photograph) = photographs[index]
    return try parts[part].withBytes { bytes in
      let pixels = bytes[photograph.offset..<photograph.offset + photograph.byteCount]
      return try body(UnsafeRawBufferPointer(rebasing: pixels))
    }
  }
}

extension PhotographPack {
  static let pathExtension = "pack"

  private static func files(in urls: [URL]) throws(PhotographPackError) -> [URL] {
    guard let only = urls.first, urls.count == 1, isFolder(only) else { return urls }
    let content = (try? FileManager.default.contentsOfDirectory(at: only, includingPropertiesForKeys: nil)) ?? []
    let packs = content.filter { $0.pathExtension == pathExtension }
    guard !packs.isEmpty else {
      throw PhotographPackError(
        .notFound, only.path, problem: "the folder holds no .\(pathExtension) file",
        hint: "make one with `superpose-train-tools pack`")
    }
    return packs
  }

  private static func isFolder(_ url: URL) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
  }

  private static func check(_ index: PartIndex, at place: Int, of count: Int, _ path: String)
    throws(PhotographPackError)
  {
    guard index.part == place else {
      throw PhotographPackError(
        .malformed, path, problem: "it is part \(index.part) where part \(place) was expected",
        hint: "give every part of one pack, each once")
    }
    guard index.isLast == (place == count - 1) else {
      throw PhotographPackError(
        .malformed, path,
        problem: index.isLast ? "it is the last part, but others follow" : "parts that follow it are missing",
        hint: "give every part of one pack and none of another")
    }
  }
}

extension PartIndex {
  init(readingFrom file: UnsafeRawBufferPointer, at path: String) throws(PhotographPackError) {
    let header = try PartHeader(readingFrom: file, at: path)
    do {
      self = try JSONDecoder().decode(
        PartIndex.self, from: Data(file[header.indexOffset..<header.indexOffset + header.indexCount]))
    } catch {
      throw .malformed(path, "its index cannot be read (\(error))")
    }
    for photograph in photographs where !photograph.lies(in: PartHeader.byteCount..<header.indexOffset) {
      throw .malformed(path, "the pixels of '\(photograph.name)' would lie outside the file")
    }
  }
}

extension Photograph {
  fileprivate func lies(in range: Range<Int>) -> Bool {
    let (area, overflow) = width.multipliedReportingOverflow(by: height)
    guard width > 0, height > 0, Self.channelCounts.contains(channels), !overflow else { return false }
    return range.contains(offset) && area <= (range.upperBound - offset) / channels
  }
}

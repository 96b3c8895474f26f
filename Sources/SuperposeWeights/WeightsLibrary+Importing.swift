public import Foundation
import SuperposeCheckpoints
import SuperposeFiles

extension WeightsLibrary {
  /// Copies a `.pth` or `.safetensors` file into the library under a name, once it is known to be complete.
  ///
  /// The file is kept as it is, so its SHA-256 stays that of the original. Importing under a name that is taken
  /// replaces what it stood for.
  ///
  /// - Parameters:
  ///   - url: the file.
  ///   - name: up to 100 letters, digits, `-`, `_` and `.`, and none of the built-in names.
  ///   - licence: under what terms the weights may be used; nil for what is known of the file by its content.
  /// - Returns: the new entry of ``list()``.
  /// - Throws: ``WeightsError`` for a name that cannot be used and where the library cannot be written,
  ///   `CheckpointError` for a file that is no complete set of weights.
  public func importFile(_ url: URL, as name: String, licence: String? = nil) throws -> WeightsEntry {
    try Self.checkName(name)
    let path = url.pathText
    let checkpoint = try Checkpoint(contentsOf: url)
    guard let network = NetworkKind(guessedFrom: checkpoint) else {
      throw WeightsError(.malformed, "\(path): expected weights of SuperPoint or SuperGlue, found neither's parameters")
    }
    _ = try checkpoint.parameters(matching: network.parameters(in: checkpoint))
    let known = KnownWeights.licence(of: checkpoint) ?? "not known: see where the file came from"
    let entry = WeightsEntry(
      name: name, network: network, origin: "imported from \(path.lastPathPart)",
      licence: licence ?? known, sha256: checkpoint.sha256, size: network.size(of: checkpoint), isDefault: false,
      file: URL(path: folder + "/" + name + Self.suffix))
    try keep(entry, from: path)
    return entry
  }

  /// What is wrong with each set of weights; nil where nothing is. See also ``damaged()``.
  public func verify() -> [(entry: WeightsEntry, problem: String?)] {
    list().map { entry in
      guard let file = entry.file else { return (entry, nil) }
      do {
        guard FileManager.default.fileExists(atPath: file.pathText) else {
          return (entry, "not there: \(file.pathText)")
        }
        let loaded = try Self.read(file, name: entry.name, for: entry.network)
        let isSame = entry.sha256 == nil || entry.sha256 == loaded.sha256
        return (entry, isSame ? nil : "expected SHA-256 \(entry.sha256 ?? ""), found \(loaded.sha256 ?? "")")
      } catch {
        return (entry, "\(error)")
      }
    }
  }

  private static func checkName(_ name: String) throws {
    let allowed = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-_."))
    let isPlain = !name.isEmpty && !name.hasPrefix(".") && name.unicodeScalars.allSatisfy(allowed.contains)
    guard isPlain, name.utf8.count <= 100 else {
      throw WeightsError(
        .badName, "weights import: expected a name of letters, digits, - _ and . (up to 100), found \"\(name)\"")
    }
    guard !WeightsEntry.builtIn.contains(where: { $0.name == name }) else {
      throw WeightsError(.badName, "weights import: \"\(name)\" is built in; choose another name")
    }
  }

  /// The file first, its description last: without the description the weights are not listed.
  private func keep(_ entry: WeightsEntry, from path: String) throws {
    let description = try JSON.document(entry)
    do throws(FileError) {
      try FileSystem.makeFolder(folder)
      let place = folder + "/" + entry.name
      let weights = try ReplacementFile(for: place + Self.suffix)
      try MappedFile(path).withBytes { bytes throws(FileError) in try weights.write(bytes) }
      try weights.finish()
      try PendingFiles.settle { () throws(FileError) in
        try weights.commit()
        try ReplacementFile.write(description, to: place + Self.descriptionSuffix)
      }
    } catch {
      throw WeightsError(writingTo: folder, error)
    }
  }
}

extension WeightsError {
  fileprivate init(writingTo folder: String, _ error: FileError) {
    self.init(
      error.kind == .permissionDenied ? .permissionDenied : .cannotWrite,
      "weights import: cannot write to \(folder): \(error.problem)")
  }
}

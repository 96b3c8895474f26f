/// The zip archive that `torch.save` writes since PyTorch 1.6: `NAME/data.pkl`, and each storage as `NAME/data/KEY`.
enum PyTorchArchive {
  static func tensors(in bytes: UnsafeRawBufferPointer) throws(Fault) -> [String: Tensor] {
    let archive = try ZipArchive(bytes)
    let folder = try folder(of: archive)
    try checkByteOrder(of: archive, folder: folder)
    let pickle = try Unpickler.pickle(at: try archive.contents(of: folder + "data.pkl"))
    var storages: [String: UnsafeRawBufferPointer] = [:]
    for (key, storage) in pickle.storages {
      let content = try archive.contents(of: folder + "data/" + key)
      guard content.count >= storage.byteCount else {
        throw .malformed(
          "Storage '\(key)' should take \(storage.byteCount) bytes, but its entry in the archive has \(content.count).")
      }
      storages[key] = content
    }
    return try StateDictionary(pickle, storages: storages, fileSize: bytes.count).tensors()
  }

  /// The archive's one folder, which is named after the file that was first written.
  private static func folder(of archive: ZipArchive) throws(Fault) -> String {
    let pickles = archive.entries.keys.filter { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }
    guard pickles.count == 1, let pickle = pickles.first else {
      throw .malformed(
        "The zip archive should have one entry data.pkl, but has \(pickles.count).",
        hint: "Give a file that torch.save wrote.")
    }
    return String(pickle.dropLast("data.pkl".count))
  }

  private static func checkByteOrder(of archive: ZipArchive, folder: String) throws(Fault) {
    let record = folder + "byteorder"
    guard archive.entries[record] != nil else { return }
    let order = text(try archive.contents(of: record))
    guard order == "little" else {
      throw .malformed(
        "The archive's byte order is '\(order)', not 'little'.",
        hint: "Save it again on a little-endian machine.")
    }
  }
}

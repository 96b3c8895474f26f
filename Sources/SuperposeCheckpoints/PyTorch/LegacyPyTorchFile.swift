import SuperposeFiles

/// The layout that `torch.save` wrote before PyTorch 1.6.
///
/// It begins with five pickles: a magic number, the protocol's version, facts about the writing system, the object, and
/// the list of storage keys. The storages follow in the order of that list, each as a 64-bit element count and its
/// elements.
enum LegacyPyTorchFile {
  /// The number 0x1950a86a20f9469cfc6c in the little-endian bytes of a pickle.
  private static let magicNumber: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
  private static let protocolVersion = 1001

  static func tensors(in bytes: UnsafeRawBufferPointer) throws(Fault) -> [String: Tensor] {
    var reader = ByteReader(bytes, subject: "the file")
    try checkPreamble(&reader)
    let object = try reader.pickle()
    let keys = try storageKeys(&reader)
    let storages = try storages(keys, of: object, in: &reader)
    return try StateDictionary(object, storages: storages, fileSize: bytes.count).tensors()
  }

  private static func checkPreamble(_ reader: inout ByteReader) throws(Fault) {
    guard case .largeInteger(magicNumber) = try reader.pickle().root else {
      throw .malformed(
        "The file is a Python pickle, but not one that torch.save wrote.", hint: "Give a .safetensors or .pth file.")
    }
    guard case .integer(protocolVersion) = try reader.pickle().root else {
      throw .malformed("The PyTorch file is not of protocol version \(protocolVersion).")
    }
    let system = try reader.pickle()
    if case .boolean(false)? = system.entries(of: system.root)?["little_endian"] {
      throw .malformed("The PyTorch file is big-endian.", hint: "Save it again on a little-endian machine.")
    }
  }

  private static func storageKeys(_ reader: inout ByteReader) throws(Fault) -> [String] {
    let pickle = try reader.pickle()
    guard case .list(let slot) = pickle.root else {
      throw .malformed("The PyTorch file should list its storages, but has \(pickle.root.noun) there.")
    }
    var keys: [String] = []
    for case .string(let key) in pickle.containers[slot] { keys.append(key) }
    return keys
  }

  private static func storages(
    _ keys: [String], of object: Pickle, in reader: inout ByteReader
  ) throws(Fault) -> [String: UnsafeRawBufferPointer] {
    var storages: [String: UnsafeRawBufferPointer] = [:]
    for key in keys {
      guard let storage = object.storages[key] else {
        throw .malformed("The PyTorch file lists a storage '\(key)' that no tensor uses.")
      }
      let count = try reader.number(Int64.self)
      guard count == storage.count else {
        throw .malformed("Storage '\(key)' should have \(storage.count) elements, but \(count) are stored.")
      }
      storages[key] = try reader.take(storage.byteCount)
    }
    return storages
  }
}

extension ByteReader {
  /// Reads one pickle and stops behind it.
  fileprivate mutating func pickle() throws(Fault) -> Pickle {
    let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
    let pickle = try Unpickler.pickle(at: rest)
    _ = try take(pickle.byteCount)
    return pickle
  }
}

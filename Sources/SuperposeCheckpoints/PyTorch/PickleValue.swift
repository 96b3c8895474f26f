/// A value that a pickle can build here.
///
/// A container is the number of a slot in `Pickle.containers`, so that cyclic or deeply nested pickles cause neither a
/// leak nor a deep recursion.
enum PickleValue {
  case none
  case boolean(Bool)
  case integer(Int)
  /// An integer of more than 64 bits: its two's complement, least significant byte first.
  case largeInteger([UInt8])
  case float(Double)
  case string(String)
  case tuple(Int)
  case list(Int)
  /// A dict or an OrderedDict, whose slot holds keys and values in turn.
  case dictionary(Int)
  case global(PickleGlobal)
  case storage(StoragePart)
  indirect case tensor(StridedTensor)

  /// The noun that messages use.
  var noun: String {
    switch self {
    case .none: "None"
    case .boolean: "a boolean"
    case .integer, .largeInteger: "an integer"
    case .float: "a float"
    case .string: "a string"
    case .tuple: "a tuple"
    case .list: "a list"
    case .dictionary: "a dictionary"
    case .global(let global): global.name
    case .storage: "a storage"
    case .tensor: "a tensor"
    }
  }
}

/// A finished pickle.
struct Pickle {
  let root: PickleValue
  let containers: [[PickleValue]]
  /// The storages that the pickle refers to, by key.
  let storages: [String: Storage]
  /// The number of bytes that the pickle took.
  let byteCount: Int

  /// Returns the entries of a dictionary whose keys are strings. A later entry replaces an earlier one.
  func entries(of value: PickleValue) -> [String: PickleValue]? {
    guard case .dictionary(let slot) = value else { return nil }
    let items = containers[slot]
    var entries: [String: PickleValue] = [:]
    for i in stride(from: 0, to: items.count - 1, by: 2) {
      if case .string(let key) = items[i] { entries[key] = items[i + 1] }
    }
    return entries
  }
}

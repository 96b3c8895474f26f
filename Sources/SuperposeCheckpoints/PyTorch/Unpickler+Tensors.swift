/// The operations behind the allowed globals.
extension Unpickler {
  mutating func stackGlobal() throws(Fault) {
    guard case .string(let name) = try pop(), case .string(let module) = try pop() else {
      throw invalid("a global's name is not a string")
    }
    push(.global(try PickleGlobal(module: module, name: name)))
  }

  /// Does what `callable(*arguments)` does in Python by looking up what the name means for tensors.
  mutating func reduce() throws(Fault) {
    let arguments = try pop()
    let callable = try pop()
    guard case .tuple(let slot) = arguments, case .global(let global) = callable else {
      throw invalid("\(callable.noun) is called with \(arguments.noun)")
    }
    let items = containers[slot]
    switch global {
    case .orderedDictionary: try pushOrderedDictionary(items)
    case .rebuildTensor: push(.tensor(try stridedTensor(items)))
    case .rebuildParameter:
      guard case .tensor? = items.first else { throw invalid("a parameter is made from something else than a tensor") }
      push(items[0])
    case .storageClass: throw invalid("\(global.name) is called")
    }
  }

  /// Leaves out the attributes of an OrderedDict (a module's `_metadata`), which are not tensors.
  mutating func build() throws(Fault) {
    _ = try pop()
    guard case .dictionary = try top() else { throw invalid("attributes are set on \(try top().noun)") }
  }

  /// Builds `OrderedDict()` or, as Python 2 wrote it, `OrderedDict([[key, value], …])`.
  private mutating func pushOrderedDictionary(_ arguments: [PickleValue]) throws(Fault) {
    var items: [PickleValue] = []
    if case .list(let pairs)? = arguments.first {
      for pair in containers[pairs] { items += try keyAndValue(pair) }
      try countCopies(items.count)
    } else if !arguments.isEmpty {
      throw invalid("an OrderedDict is made from \(arguments[0].noun)")
    }
    push(.dictionary(allocate(items)))
  }

  private func keyAndValue(_ pair: PickleValue) throws(Fault) -> [PickleValue] {
    switch pair {
    case .list(let slot) where containers[slot].count == 2, .tuple(let slot) where containers[slot].count == 2:
      return containers[slot]
    default: throw invalid("an OrderedDict's item is not a pair")
    }
  }

  /// Builds `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks[, metadata])`.
  private func stridedTensor(_ arguments: [PickleValue]) throws(Fault) -> StridedTensor {
    guard (6...7).contains(arguments.count), case .storage(let part) = arguments[0],
      case .integer(let offset) = arguments[1], let shape = integers(arguments[2]),
      let strides = integers(arguments[3])
    else { throw invalid("a tensor is not made of a storage, an offset, a shape and strides") }
    if arguments.count == 7, case .dictionary(let slot) = arguments[6], !containers[slot].isEmpty {
      throw invalid("a tensor is a negated or conjugated view")
    }
    return try StridedTensor(part, offset: offset, shape: shape, strides: strides)
  }

  private func integers(_ value: PickleValue) -> [Int]? {
    guard case .tuple(let slot) = value, containers[slot].count <= StridedTensor.greatestRank else { return nil }
    var integers: [Int] = []
    for case .integer(let integer) in containers[slot] { integers.append(integer) }
    return integers.count == containers[slot].count ? integers : nil
  }

  /// Reads `('storage', class, key, location, count)`, followed in old files by `(key, offset, count)` of a view or by
  /// None.
  ///
  /// The location (`cpu`, `cuda:0`) says where the tensor once lived and does not matter here.
  mutating func storagePart(of identifier: PickleValue) throws(Fault) -> StoragePart {
    guard case .tuple(let slot) = identifier else { throw invalid("a storage is named by \(identifier.noun)") }
    let items = containers[slot]
    guard (5...6).contains(items.count), case .string("storage") = items[0],
      case .global(.storageClass(let elementType)) = items[1], case .string(let key) = items[2],
      case .string = items[3], case .integer(let count) = items[4]
    else { throw invalid("a storage is not named by class, key, location and size") }
    let storage = try Storage(key: key, elementType: elementType, count: count)
    guard storages.updateValue(storage, forKey: key) ?? storage == storage else {
      throw invalid("storage '\(key)' is named twice, with different types or sizes")
    }
    guard items.count == 6, case .tuple(let view) = items[5] else { return StoragePart(storage: storage) }
    guard containers[view].count == 3, case .integer(let start) = containers[view][1],
      case .integer(let length) = containers[view][2]
    else { throw invalid("a view of storage '\(key)' has no offset and size") }
    return try StoragePart(storage: storage, start: start, count: length)
  }
}

import Foundation

/// A run of elements in a PyTorch file, to which tensors refer by its key.
struct Storage: Equatable {
  let key: String
  let elementType: ElementType
  let count: Int

  init(key: String, elementType: ElementType, count: Int) throws(Fault) {
    guard count >= 0, !count.multipliedReportingOverflow(by: elementType.byteCount).overflow else {
      throw .malformed("Storage '\(key)' is said to hold \(count) elements.")
    }
    self.key = key
    self.elementType = elementType
    self.count = count
  }

  var byteCount: Int { count * elementType.byteCount }
}

/// A storage, or the part of one that an old file names as a view.
struct StoragePart {
  let storage: Storage
  let range: Range<Int>

  init(storage: Storage) {
    self.storage = storage
    range = 0..<storage.count
  }

  init(storage: Storage, start: Int, count: Int) throws(Fault) {
    guard start >= 0, count >= 0, start <= storage.count, count <= storage.count - start else {
      throw .malformed(
        "A view of \(count) elements from \(start) on does not lie in storage '\(storage.key)', which has "
          + "\(storage.count).")
    }
    self.storage = storage
    range = start..<start + count
  }
}

/// A tensor as PyTorch describes it: the elements of a storage that it takes, and in which order.
struct StridedTensor {
  let storage: Storage
  let shape: [Int]
  let count: Int
  private let strides: [Int]
  /// The first element, counted from the start of the storage.
  private let offset: Int

  /// The largest number of axes, which is PyTorch's own limit.
  static let greatestRank = 64

  /// Checks that every element lies in the storage, and throws where one does not.
  init(_ part: StoragePart, offset: Int, shape: [Int], strides: [Int]) throws(Fault) {
    let outside = Fault.malformed(
      "A tensor of shape \(shape), strides \(strides) and offset \(offset) does not lie in its storage "
        + "'\(part.storage.key)' of \(part.range.count) elements.")
    guard shape.count == strides.count, let count = elementCount(of: shape),
      strides.allSatisfy({ $0 >= 0 }), (0...part.range.count).contains(offset)
    else { throw outside }
    if count > 0 {
      let reach = zip(shape, strides).reduce(Int?(offset)) { reach, axis in
        let (span, overflow) = (axis.0 - 1).multipliedReportingOverflow(by: axis.1)
        let (sum, sumOverflow) = (reach ?? 0).addingReportingOverflow(span)
        return reach == nil || overflow || sumOverflow ? nil : sum
      }
      guard let reach, reach < part.range.count else { throw outside }
    }
    storage = part.storage
    self.shape = shape
    self.strides = strides
    self.count = count
    self.offset = part.range.lowerBound + offset
  }

  /// Returns the tensor's values in row-major order.
  ///
  /// - Precondition: `bytes` holds the whole storage.
  func tensor(in bytes: UnsafeRawBufferPointer) -> Tensor {
    precondition(bytes.count >= storage.byteCount)
    let size = storage.elementType.byteCount
    if isContiguous {
      let range = offset * size..<(offset + count) * size
      return Tensor(shape: shape, values: floats(UnsafeRawBufferPointer(rebasing: bytes[range])))
    }
    let gathered = UnsafeMutableRawBufferPointer.allocate(byteCount: count * size, alignment: 8)
    defer { gathered.deallocate() }
    gather(from: bytes, into: gathered)
    return Tensor(shape: shape, values: floats(UnsafeRawBufferPointer(gathered)))
  }

  private func floats(_ bytes: UnsafeRawBufferPointer) -> [Float] {
    storage.elementType.floats(from: bytes, count: count)
  }

  private var isContiguous: Bool {
    guard count > 0 else { return true }
    var expected = 1
    for (length, stride) in zip(shape, strides).reversed() where length != 1 {
      if stride != expected { return false }
      expected *= length
    }
    return true
  }

  private func gather(from source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) {
    guard let source = source.baseAddress, let target = target.baseAddress else { return }
    let size = storage.elementType.byteCount
    var index = [Int](repeating: 0, count: shape.count)
    var position = offset
    for i in 0..<count {
      memcpy(target + i * size, source + position * size, size)
      // Goes to the next index, last axis first. The stride of an axis of length 1 may be any number: steps along it
      // wrap round and are taken back before they are used.
      for axis in shape.indices.reversed() {
        index[axis] += 1
        position &+= strides[axis]
        if index[axis] < shape[axis] { break }
        position &-= shape[axis] &* strides[axis]
        index[axis] = 0
      }
    }
  }
}

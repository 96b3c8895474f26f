import SuperposeFiles

/// An interpreter of the pickle opcodes that tensors need. It can only build data: a global is a name that is compared
/// with a list (`PickleGlobal`) and never called.
///
/// Source: the comments of CPython's `pickletools.py`, protocols 0 to 5.
struct Unpickler {
  var reader: ByteReader
  private(set) var stack: [PickleValue] = []
  /// The heights of the stack at which marks are open.
  private var marks: [Int] = []
  var memo: [Int: PickleValue] = [:]
  private(set) var containers: [[PickleValue]] = []
  var storages: [String: Storage] = [:]
  /// The number of list items that were copied into dictionaries so far.
  private var copyCount = 0

  /// Reads one pickle from the start of `bytes`; more may follow it.
  static func pickle(at bytes: UnsafeRawBufferPointer) throws(Fault) -> Pickle {
    var unpickler = Unpickler(reader: ByteReader(bytes, subject: "the pickle"))
    let root = try unpickler.run()
    return Pickle(
      root: root, containers: unpickler.containers, storages: unpickler.storages,
      byteCount: unpickler.reader.position)
  }

  private mutating func run() throws(Fault) -> PickleValue {
    while true {
      let position = reader.position
      let byte = try reader.number(UInt8.self)
      guard let opcode = PickleOpcode(rawValue: byte) else {
        throw .malformed(
          "The pickle has opcode 0x\(String(byte, radix: 16)) at byte \(position), which no tensor needs.",
          hint: "Save it again with torch.save(model.state_dict(), path).")
      }
      if opcode == .stop { return try pop() }
      try execute(opcode)
    }
  }

  mutating func push(_ value: PickleValue) { stack.append(value) }

  mutating func pop() throws(Fault) -> PickleValue {
    guard stack.count > marks.last ?? 0 else { throw underflow() }
    return stack.removeLast()
  }

  func top() throws(Fault) -> PickleValue {
    guard stack.count > marks.last ?? 0, let top = stack.last else { throw underflow() }
    return top
  }

  mutating func mark() { marks.append(stack.count) }

  /// Takes the top off the stack; where nothing lies above a mark it takes the mark, as Python's POP does.
  mutating func discard() throws(Fault) {
    if let mark = marks.last, mark == stack.count { marks.removeLast() } else { _ = try pop() }
  }

  mutating func popToMark() throws(Fault) -> [PickleValue] {
    guard let mark = marks.popLast() else { throw underflow() }
    defer { stack.removeLast(stack.count - mark) }
    return Array(stack[mark...])
  }

  mutating func pop(_ count: Int) throws(Fault) -> [PickleValue] {
    guard stack.count - count >= marks.last ?? 0 else { throw underflow() }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  /// Gives a new container its slot.
  mutating func allocate(_ items: [PickleValue]) -> Int {
    containers.append(items)
    return containers.count - 1
  }

  mutating func extend(_ slot: Int, by items: [PickleValue]) { containers[slot] += items }

  /// Counts copied list items. An honest pickle copies each item once, and each took a byte of it at least; only
  /// repeated calls on one list copy more, and they could fill any memory.
  mutating func countCopies(_ count: Int) throws(Fault) {
    copyCount += count
    guard copyCount <= reader.bytes.count else { throw invalid("the same list is copied again and again") }
  }

  /// Makes a message that says where the opcode lies that was just read.
  func invalid(_ problem: String) -> Fault { .malformed("Before byte \(reader.position) of the pickle: \(problem).") }

  private func underflow() -> Fault { invalid("an operation takes more values than there are") }
}

import SuperposeFiles

/// An interpreter of the pickle opcodes that tensors need. It builds data and can do nothing else: a global is a name
/// to compare with a list (`PickleGlobal`), never something to call.
///
/// Source: the comments of CPython's `pickletools.py`, protocols 0 to 5.
struct Unpickler {
  var reader: ByteReader
  private(set) var stack: [PickleValue] = []
  /// Heights of the stack at the open marks.
  private var marks: [Int] = []
  var memo: [Int: PickleValue] = [:]
  private(set) var containers: [[PickleValue]] = []
  var storages: [String: Storage] = [:]
  /// Items of lists that were copied into dictionaries so far.
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

  /// Python's POP takes away a mark where there is nothing above it.
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

  /// A slot for a new container.
  mutating func allocate(_ items: [PickleValue]) -> Int {
    containers.append(items)
    return containers.count - 1
  }

  mutating func extend(_ slot: Int, by items: [PickleValue]) { containers[slot] += items }

  /// An honest pickle copies each item once, and each took it a byte at least; only repeated calls on one list, which
  /// could fill any memory, copy more.
  mutating func countCopies(_ count: Int) throws(Fault) {
    copyCount += count
    guard copyCount <= reader.bytes.count else { throw invalid("the same list is copied again and again") }
  }

  /// A message with the place of the opcode just read.
  func invalid(_ problem: String) -> Fault { .malformed("Before byte \(reader.position) of the pickle: \(problem).") }

  private func underflow() -> Fault { invalid("an operation takes more values than there are") }
}

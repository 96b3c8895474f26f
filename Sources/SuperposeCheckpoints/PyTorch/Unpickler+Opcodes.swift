extension Unpickler {
  mutating func execute(_ opcode: PickleOpcode) throws(Fault) {
    if try pushLiteral(opcode) { return }
    if try buildContainer(opcode) { return }
    if try useMemo(opcode) { return }
    switch opcode {
    case .proto: _ = try reader.take(1)
    case .frame: _ = try reader.take(8)
    case .mark: mark()
    case .pop: try discard()
    case .popMark: _ = try popToMark()
    case .dup: push(try top())
    case .global: push(.global(try PickleGlobal(module: try reader.line(), name: try reader.line())))
    case .inst: throw PickleGlobal.refusal(module: try reader.line(), name: try reader.line())
    case .stackGlobal: try stackGlobal()
    case .binPersID: push(.storage(try storagePart(of: try pop())))
    case .reduce: try reduce()
    case .build: try build()
    default: throw invalid("\(opcode) is not implemented")
    }
  }

  private mutating func pushLiteral(_ opcode: PickleOpcode) throws(Fault) -> Bool {
    switch opcode {
    case .none: push(.none)
    case .newTrue: push(.boolean(true))
    case .newFalse: push(.boolean(false))
    case .int: push(try decimal(try reader.line()))
    case .binInt: push(.integer(Int(try reader.number(Int32.self))))
    case .binInt1: push(.integer(Int(try reader.number(UInt8.self))))
    case .binInt2: push(.integer(Int(try reader.number(UInt16.self))))
    case .long1: push(integer(try reader.take(try reader.number(UInt8.self))))
    case .long4: push(integer(try reader.take(try reader.number(Int32.self))))
    case .binFloat: push(.float(Double(bitPattern: try reader.number(UInt64.self).byteSwapped)))
    case .shortBinString, .shortBinUnicode, .shortBinBytes: try pushString(length: UInt8.self)
    case .binString, .binUnicode, .binBytes: try pushString(length: UInt32.self)
    case .binUnicode8, .binBytes8: try pushString(length: UInt64.self)
    default: return false
    }
    return true
  }

  private mutating func buildContainer(_ opcode: PickleOpcode) throws(Fault) -> Bool {
    switch opcode {
    case .emptyTuple: push(.tuple(allocate([])))
    case .tuple1: push(.tuple(allocate(try pop(1))))
    case .tuple2: push(.tuple(allocate(try pop(2))))
    case .tuple3: push(.tuple(allocate(try pop(3))))
    case .tuple: push(.tuple(allocate(try popToMark())))
    case .emptyList: push(.list(allocate([])))
    case .list: push(.list(allocate(try popToMark())))
    case .append: try appendToTop(try pop(1))
    case .appends: try appendToTop(try popToMark())
    case .emptyDict: push(.dictionary(allocate([])))
    case .dict: try pushDictionary(try popToMark())
    case .setItem: try setInTop(try pop(2))
    case .setItems: try setInTop(try popToMark())
    default: return false
    }
    return true
  }

  private mutating func useMemo(_ opcode: PickleOpcode) throws(Fault) -> Bool {
    switch opcode {
    case .binPut: memo[Int(try reader.number(UInt8.self))] = try top()
    case .longBinPut: memo[Int(try reader.number(UInt32.self))] = try top()
    case .memoize: memo[memo.count] = try top()
    case .binGet: push(try memoized(Int(try reader.number(UInt8.self))))
    case .longBinGet: push(try memoized(Int(try reader.number(UInt32.self))))
    default: return false
    }
    return true
  }

  private func memoized(_ index: Int) throws(Fault) -> PickleValue {
    guard let value = memo[index] else { throw invalid("nothing was remembered under number \(index)") }
    return value
  }

  private mutating func pushString<Length: FixedWidthInteger & BitwiseCopyable>(length: Length.Type) throws(Fault) {
    push(.string(text(try reader.take(try reader.number(length)))))
  }

  /// Decodes an integer of protocol 0, in which Python 2 wrote even those of more than 32 bits; `01` and `00` are
  /// booleans.
  private func decimal(_ line: String) throws(Fault) -> PickleValue {
    if line == "01" { return .boolean(true) }
    if line == "00" { return .boolean(false) }
    guard let value = Int(line) else { throw invalid("'\(line)' is not an integer") }
    return .integer(value)
  }

  /// Decodes an integer of any length in two's complement, least significant byte first.
  private func integer(_ bytes: UnsafeRawBufferPointer) -> PickleValue {
    guard bytes.count <= 8 else { return .largeInteger(Array(bytes)) }
    let sign: Int = bytes.last.map { $0 & 0x80 == 0 ? 0 : -1 } ?? 0
    return .integer(bytes.reversed().reduce(sign) { $0 << 8 | Int($1) })
  }

  private mutating func appendToTop(_ items: [PickleValue]) throws(Fault) {
    guard case .list(let slot) = try top() else { throw invalid("something is appended to \(try top().noun)") }
    extend(slot, by: items)
  }

  private mutating func pushDictionary(_ items: [PickleValue]) throws(Fault) {
    push(.dictionary(allocate([])))
    try setInTop(items)
  }

  private mutating func setInTop(_ items: [PickleValue]) throws(Fault) {
    guard case .dictionary(let slot) = try top() else { throw invalid("an entry is set in \(try top().noun)") }
    guard items.count.isMultiple(of: 2) else { throw invalid("a dictionary's key has no value") }
    extend(slot, by: items)
  }
}

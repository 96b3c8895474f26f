/// The named tensors of a PyTorch file.
struct StateDictionary {
  private let pickle: Pickle
  private let storages: [String: UnsafeRawBufferPointer]
  private let greatestValueCount: Int

  /// The keys under which training scripts put the state dictionary, beside the epoch and the optimizer's state.
  private static let wrappers = ["state_dict", "model_state_dict", "model"]

  /// The most values that are accepted for each byte of the file, a million besides. Views may repeat elements, so a
  /// small hostile file could describe tensors of any size; tied parameters need far less than this.
  private static let valuesPerByte = 4
  private static let freeValueCount = 1 << 20

  /// - Precondition: `storages` holds all bytes of each storage that it has.
  init(_ pickle: Pickle, storages: [String: UnsafeRawBufferPointer], fileSize: Int) {
    self.pickle = pickle
    self.storages = storages
    greatestValueCount = fileSize * Self.valuesPerByte + Self.freeValueCount
  }

  func tensors() throws(Fault) -> [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    var valueCount = 0
    for (name, value) in try entries().sorted(by: { $0.key < $1.key }) {
      guard case .tensor(let tensor) = value else {
        throw .malformed(
          "The entry '\(name)' is \(value.noun), not a tensor.",
          hint: "Save the bare state dictionary: torch.save(model.state_dict(), path).")
      }
      guard let bytes = storages[tensor.storage.key] else {
        throw .malformed("The storage '\(tensor.storage.key)' of tensor '\(name)' is not in the file.")
      }
      let (sum, overflow) = valueCount.addingReportingOverflow(tensor.count)
      guard !overflow, sum <= greatestValueCount else {
        throw .malformed("The tensors up to '\(name)' would take more than \(greatestValueCount) values.")
      }
      valueCount = sum
      tensors[name] = tensor.tensor(in: bytes)
    }
    return tensors
  }

  private func entries() throws(Fault) -> [String: PickleValue] {
    guard let top = pickle.entries(of: pickle.root) else {
      throw .malformed(
        "The file holds \(pickle.root.noun), not a dictionary of tensors.",
        hint: "Save the state dictionary: torch.save(model.state_dict(), path).")
    }
    for wrapper in Self.wrappers {
      if let inner = top[wrapper].flatMap(pickle.entries(of:)) { return inner }
    }
    return top
  }
}

/// The globals that a tensor's pickle may name. Each stands for an operation on data that is written here; all others
/// are refused.
enum PickleGlobal: Equatable {
  case orderedDictionary
  case rebuildTensor
  case rebuildParameter
  case storageClass(ElementType)

  init(module: String, name: String) throws(Fault) {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensor
    case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
    default:
      guard module == "torch", let elementType = ElementType(storageClass: name) else {
        throw Self.refusal(module: module, name: name)
      }
      self = .storageClass(elementType)
    }
  }

  /// The name that messages use.
  var name: String {
    switch self {
    case .orderedDictionary: "collections.OrderedDict"
    case .rebuildTensor: "torch._utils._rebuild_tensor_v2"
    case .rebuildParameter: "torch._utils._rebuild_parameter"
    case .storageClass(let elementType): "a torch storage class (\(elementType.rawValue))"
    }
  }

  static func refusal(module: String, name: String) -> Fault {
    Fault(
      kind: .refusedGlobal,
      problem: "The pickle names the Python object '\(module).\(name)', which no tensor needs; nothing was executed.",
      hint: "Do not trust this file unless you know why that is in it; a checkpoint to load here is saved with "
        + "torch.save(model.state_dict(), path).")
  }
}

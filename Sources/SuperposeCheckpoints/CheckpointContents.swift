/// What a checkpoint file holds, whatever its format.
struct CheckpointContents: Sendable {
  let tensors: [String: Tensor]
  var metadata: [String: String] = [:]

  init(tensors: [String: Tensor], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// Recognises the format by the first bytes. The order of the checks matters, since a safetensors file may begin with
  /// any byte.
  init(of bytes: UnsafeRawBufferPointer) throws(Fault) {
    guard !bytes.isEmpty else { throw .malformed("The file is empty.") }
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      self.init(tensors: try PyTorchArchive.tensors(in: bytes))
    } else if SafetensorsReader.recognizes(bytes) {
      self = try SafetensorsReader.contents(of: bytes)
    } else if bytes.first == PickleOpcode.proto.rawValue {
      self.init(tensors: try LegacyPyTorchFile.tensors(in: bytes))
    } else {
      throw .malformed(
        "The file is neither safetensors nor written by PyTorch's torch.save.",
        hint: "Give a .safetensors, .pth or .pt file.")
    }
  }
}

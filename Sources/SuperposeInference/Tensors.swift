import COpenVINO

/// Values for one input of a network: 32-bit floats, row-major.
public struct InputTensor: Sendable {
  public let shape: [Int]
  public let values: [Float]

  public init(shape: [Int], values: [Float]) {
    precondition(
      values.count == shape.reduce(1, *),
      "a tensor of shape \(shape) has \(shape.reduce(1, *)) values, not \(values.count)")
    self.shape = shape
    self.values = values
  }

  /// Copies the values into a tensor of the runtime's own and makes that the input.
  func set(at index: Int, of request: OpaquePointer) throws(InferenceError) {
    let tensor = try makeTensor()
    defer { ov_tensor_free(tensor) }
    let target: UnsafeMutableRawPointer = try made("ov_tensor_data") { ov_tensor_data(tensor, &$0) }
    values.withUnsafeBytes { UnsafeMutableRawBufferPointer(start: target, count: $0.count).copyMemory(from: $0) }
    try checked("ov_infer_request_set_input_tensor_by_index") {
      ov_infer_request_set_input_tensor_by_index(request, index, tensor)
    }
  }

  private func makeTensor() throws(InferenceError) -> OpaquePointer {
    var sides = shape.map(Int64.init)
    return try made("ov_tensor_create") { tensor in
      sides.withUnsafeMutableBufferPointer { sides in
        ov_tensor_create(F32, ov_shape_t(rank: Int64(sides.count), dims: sides.baseAddress), &tensor)
      }
    }
  }
}

/// A view of one output of a network: 32-bit floats, row-major.
public struct OutputTensor {
  public let shape: [Int]
  public let values: UnsafeBufferPointer<Float>
}

/// Holds the output tensors of a request while they are read.
final class OutputHandles {
  private var tensors: [OpaquePointer] = []

  init(of request: OpaquePointer, count: Int) throws(InferenceError) {
    for index in 0..<count {
      tensors.append(
        try made("ov_infer_request_get_output_tensor_by_index") {
          ov_infer_request_get_output_tensor_by_index(request, index, &$0)
        })
    }
  }

  deinit {
    for tensor in tensors { ov_tensor_free(tensor) }
  }

  func views() throws(InferenceError) -> [OutputTensor] {
    var views: [OutputTensor] = []
    for tensor in tensors { views.append(try Self.view(tensor)) }
    return views
  }

  private static func view(_ tensor: OpaquePointer) throws(InferenceError) -> OutputTensor {
    var shape = ov_shape_t()
    try checked("ov_tensor_get_shape") { ov_tensor_get_shape(tensor, &shape) }
    defer { ov_shape_free(&shape) }
    let sides = (0..<Int(shape.rank)).map { Int(shape.dims[$0]) }
    let data: UnsafeMutableRawPointer = try made("ov_tensor_data") { ov_tensor_data(tensor, &$0) }
    let count = sides.reduce(1, *)
    return OutputTensor(
      shape: sides, values: UnsafeBufferPointer(start: data.assumingMemoryBound(to: Float.self), count: count))
  }
}

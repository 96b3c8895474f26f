import COpenVINO

extension ElementType {
  /// Returns nil for types that the project's models do not have.
  init?(_ code: ov_element_type_e) {
    switch code {
    case F32: self = .f32
    case I64: self = .i64
    case OV_BOOLEAN: self = .boolean
    default: return nil
    }
  }

  var code: ov_element_type_e {
    switch self {
    case .f32: F32
    case .i64: I64
    case .boolean: OV_BOOLEAN
    }
  }
}

/// Values for one input of a network: 32-bit floats in row-major order, converted where the network takes another type.
public struct InputTensor: Sendable {
  public let shape: [Int]
  public let type: ElementType
  public let values: [Float]

  public init(shape: [Int], type: ElementType = .f32, values: [Float]) {
    precondition(
      values.count == shape.reduce(1, *),
      "a tensor of shape \(shape) has \(shape.reduce(1, *)) values, not \(values.count)")
    self.shape = shape
    self.type = type
    self.values = values
  }

  /// Copies the values into a tensor of the runtime's own and makes that the input.
  func set(at index: Int, of request: OpaquePointer) throws(InferenceError) {
    let tensor = try makeTensor()
    defer { ov_tensor_free(tensor) }
    // An empty tensor has no memory.
    if !values.isEmpty { fill(try made("ov_tensor_data") { ov_tensor_data(tensor, &$0) }) }
    try checked("ov_infer_request_set_input_tensor_by_index") {
      ov_infer_request_set_input_tensor_by_index(request, index, tensor)
    }
  }

  private func fill(_ target: UnsafeMutableRawPointer) {
    switch type {
    case .f32: copy(values, to: target)
    case .i64: copy(values.map { Int64($0) }, to: target)
    case .boolean: copy(values.map { UInt8($0 == 0 ? 0 : 1) }, to: target)
    }
  }

  private func copy<Element>(_ elements: [Element], to target: UnsafeMutableRawPointer) {
    elements.withUnsafeBytes { UnsafeMutableRawBufferPointer(start: target, count: $0.count).copyMemory(from: $0) }
  }

  private func makeTensor() throws(InferenceError) -> OpaquePointer {
    var sides = shape.map(Int64.init)
    return try made("ov_tensor_create") { tensor in
      sides.withUnsafeMutableBufferPointer { sides in
        ov_tensor_create(type.code, ov_shape_t(rank: Int64(sides.count), dims: sides.baseAddress), &tensor)
      }
    }
  }
}

/// A view of one output of a network: 32-bit floats in row-major order, converted where the network gives another type.
public struct OutputTensor {
  public let shape: [Int]
  public let values: UnsafeBufferPointer<Float>
}

/// Keeps the output tensors of a request alive while they are read.
final class OutputHandles {
  private var tensors: [OpaquePointer] = []
  /// Outputs of other types, converted to floats.
  private var converted: [UnsafeMutableBufferPointer<Float>] = []

  init(of request: OpaquePointer, count: Int) throws(InferenceError) {
    for index in 0..<count {
      tensors.append(
        try made("ov_infer_request_get_output_tensor_by_index") {
          ov_infer_request_get_output_tensor_by_index(request, index, &$0)
        })
    }
  }

  deinit {
    for values in converted { values.deallocate() }
    for tensor in tensors { ov_tensor_free(tensor) }
  }

  func views() throws(InferenceError) -> [OutputTensor] {
    var views: [OutputTensor] = []
    for tensor in tensors { views.append(try view(tensor)) }
    return views
  }

  private func view(_ tensor: OpaquePointer) throws(InferenceError) -> OutputTensor {
    var shape = ov_shape_t()
    try checked("ov_tensor_get_shape") { ov_tensor_get_shape(tensor, &shape) }
    defer { ov_shape_free(&shape) }
    let sides = (0..<Int(shape.rank)).map { Int(shape.dims[$0]) }
    let count = sides.reduce(1, *)
    // An empty tensor has no memory.
    guard count > 0 else { return OutputTensor(shape: sides, values: UnsafeBufferPointer(start: nil, count: 0)) }
    let data: UnsafeMutableRawPointer = try made("ov_tensor_data") { ov_tensor_data(tensor, &$0) }
    var type = ov_element_type_e(0)
    try checked("ov_tensor_get_element_type") { ov_tensor_get_element_type(tensor, &type) }
    return OutputTensor(shape: sides, values: floats(data, ElementType(type) ?? .f32, count: count))
  }

  private func floats(_ data: UnsafeMutableRawPointer, _ type: ElementType, count: Int) -> UnsafeBufferPointer<Float> {
    switch type {
    case .f32: UnsafeBufferPointer(start: data.assumingMemoryBound(to: Float.self), count: count)
    case .i64: convert(data.assumingMemoryBound(to: Int64.self), count) { Float($0) }
    case .boolean: convert(data.assumingMemoryBound(to: UInt8.self), count) { $0 == 0 ? 0 : 1 }
    }
  }

  private func convert<Element>(
    _ source: UnsafeMutablePointer<Element>, _ count: Int, _ float: (Element) -> Float
  ) -> UnsafeBufferPointer<Float> {
    let target = UnsafeMutableBufferPointer<Float>.allocate(capacity: count)
    for index in 0..<count { target.initializeElement(at: index, to: float(source[index])) }
    converted.append(target)
    return UnsafeBufferPointer(target)
  }
}

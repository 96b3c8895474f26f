import COpenVINO

/// An input or output that a compiled model has.
struct Port {
  let contract: TensorContract
  /// Whether the element type is known here; if not, the contract says f32.
  let isKnown: Bool

  /// Compares every port with what the program expects. One error lists all the differences.
  static func check(
    _ model: OpaquePointer, inputs: [TensorContract], outputs: [TensorContract]
  ) throws(InferenceError) {
    var inputCount = 0
    var outputCount = 0
    try checked("ov_compiled_model_inputs_size") { ov_compiled_model_inputs_size(model, &inputCount) }
    try checked("ov_compiled_model_outputs_size") { ov_compiled_model_outputs_size(model, &outputCount) }
    let foundInputs = try ports(inputCount) { ov_compiled_model_input_by_index(model, $0, &$1) }
    let foundOutputs = try ports(outputCount) { ov_compiled_model_output_by_index(model, $0, &$1) }
    try compare("inputs", foundInputs, inputs)
    try compare("outputs", foundOutputs, outputs)
  }

  private static func ports(
    _ count: Int, _ port: (Int, inout OpaquePointer?) -> ov_status_e
  ) throws(InferenceError) -> [Port] {
    var ports: [Port] = []
    for index in 0..<count {
      let handle: OpaquePointer = try made("port \(index)") { port(index, &$0) }
      defer { ov_output_const_port_free(handle) }
      ports.append(try Port(handle))
    }
    return ports
  }

  private static func compare(
    _ side: String, _ found: [Port], _ expected: [TensorContract]
  ) throws(InferenceError) {
    let fits = found.count == expected.count && zip(found, expected).allSatisfy { $0.fits($1) }
    guard !fits else { return }
    let wanted = expected.map(\.description).joined(separator: "; ")
    let there = found.map { $0.contract.description + ($0.isKnown ? "" : " (in fact of another type)") }.joined(
      separator: "; ")
    throw InferenceError(
      kind: .contractBroken, operation: "model \(side)", message: "expected \(wanted); found \(there)")
  }

  private init(_ handle: OpaquePointer) throws(InferenceError) {
    let name: UnsafeMutablePointer<CChar> = try made("ov_port_get_any_name") { ov_port_get_any_name(handle, &$0) }
    defer { ov_free(name) }
    var type = ov_element_type_e(0)
    try checked("ov_port_get_element_type") { ov_port_get_element_type(handle, &type) }
    var shape = ov_partial_shape_t()
    try checked("ov_port_get_partial_shape") { ov_port_get_partial_shape(handle, &shape) }
    defer { ov_partial_shape_free(&shape) }
    let sides = (0..<Int(shape.rank.max)).map { index -> Int? in
      let side = shape.dims[index]
      return side.min == side.max ? Int(side.min) : nil
    }
    let known = ElementType(type)
    contract = TensorContract(String(cString: name), sides, type: known ?? .f32)
    isKnown = known != nil
  }

  /// Whether the port fits an expectation. A side that the model leaves open fits any.
  private func fits(_ expected: TensorContract) -> Bool {
    isKnown && contract.type == expected.type && contract.name == expected.name
      && contract.shape.count == expected.shape.count
      && zip(contract.shape, expected.shape).allSatisfy { $0 == nil || $1 == nil || $0 == $1 }
  }
}

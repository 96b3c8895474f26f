/// Operators whose form depends on the operator set, and those that take small constants.
extension GraphBuilder {
  /// Adds a reduction over axes. `ReduceSum` takes its axes as an input since operator set 13, the other reductions
  /// since 18.
  public func reduce(_ operation: String, _ x: Value, axes: [Int], keepingAxes: Bool = true) -> Value {
    let keepdims = Attribute.int(keepingAxes ? 1 : 0)
    if opset >= 18 || operation == "ReduceSum" {
      return node(operation, [x, integers(axes)], ["keepdims": keepdims])
    }
    return node(operation, [x], ["axes": .ints(axes), "keepdims": keepdims])
  }

  /// Adds a linear interpolation of `map`, `[B, C, H, W]`, at positions `[B, h, w, 2]` given as (x, y) from −1 at the
  /// first sample's centre to 1 at the last one's. It is zero outside. The mode has another name since operator set 20,
  /// and each name fails with the other sets, in some runtimes only when it runs.
  public func gridSample(_ map: Value, at positions: Value) -> Value {
    node(
      "GridSample", [map, positions],
      [
        "align_corners": .int(1), "mode": .string(opset >= 20 ? "linear" : "bilinear"),
        "padding_mode": .string("zeros"),
      ]
    )
  }

  public func cast(_ x: Value, to type: ElementType) -> Value {
    node("Cast", [x], ["to": .int(type.code.rawValue)])
  }

  public func unsqueeze(_ x: Value, _ axes: [Int]) -> Value { node("Unsqueeze", [x, integers(axes)]) }

  public func squeeze(_ x: Value, _ axes: [Int]) -> Value { node("Squeeze", [x, integers(axes)]) }

  public func concatenate(_ values: [Value], axis: Int) -> Value { node("Concat", values, ["axis": .int(axis)]) }

  /// Adds a slice of some axes, from `from` up to, but not including, `to`. Negative numbers count from the end.
  public func slice(_ x: Value, axes: [Int], from: [Int], to: [Int]) -> Value {
    node("Slice", [x, integers(from), integers(to), integers(axes)])
  }

  /// Adds padding: so many values before and behind each axis, which are zero or the scalar `value`.
  public func pad(_ x: Value, before: [Int], behind: [Int], with value: Value? = nil) -> Value {
    node("Pad", [x, integers(before + behind)] + (value.map { [$0] } ?? []))
  }

  /// Adds the numbers 0, 1, … up to, but not including, a scalar integer.
  public func range(to count: Value) -> Value {
    node("Range", [integer(0), count, integer(1)])
  }

  /// Returns a constant vector of integers. It is stored once, however often it is used.
  public func integers(_ values: [Int]) -> Value {
    constant(values, named: "integers." + values.map(String.init).joined(separator: ","))
  }

  /// Returns a constant scalar integer, stored once.
  public func integer(_ value: Int) -> Value { constant([value], shape: [], named: "integer.\(value)") }

  /// Returns a constant scalar, stored once.
  public func scalar(_ value: Float) -> Value { constant([value], shape: [], named: "scalar.\(value)") }
}

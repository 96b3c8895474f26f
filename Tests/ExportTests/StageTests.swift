import Foundation
import SuperposeGeometry
import SuperposeInference
import SuperposeNetworks
import SuperposeONNX
import TestSupport
import Testing

@testable import SuperposeExport
@testable import SuperposeMatching

/// Runs a graph with one input and one output.
private func run(
  _ shape: [Int], _ values: [Float], type: SuperposeInference.ElementType = .f32,
  _ build: (GraphBuilder, Value) -> Value
) throws -> [Float] {
  let graph = GraphBuilder(name: "stage")
  let output = build(graph, graph.input("x", .float32, shape.map { .fixed($0) }))
  let rank = shape.count
  graph.output(output, as: "y", type == .boolean ? .bool : .float32, (0..<rank).map { .symbol("s\($0)") })
  let session = try InferenceSession(
    model: try graph.model(), inputs: [TensorContract("x", shape.map { $0 })],
    outputs: [TensorContract("y", [Int?](repeating: nil, count: rank), type: type)], runtime: Subjects.runtime,
    options: SessionOptions())
  return try session.run([InputTensor(shape: shape, values: values)]) { Array($0[0].values) }
}

private func survivors(_ scores: [Float], _ width: Int, _ height: Int, radius: Int) throws -> [Int] {
  let size = ImageSize(width: width, height: height)
  let found = try run([1, 1, height, width], scores, type: .boolean) { graph, x in
    let axes = PixelAxes(extent: .known(size), padded: .known(size), borderPixels: 0, on: graph)
    return Suppression(graph: graph, radius: radius).survivors(of: x, axes: axes)
  }
  return found.indices.filter { found[$0] != 0 && scores[$0] > 0 }
}

@Test(arguments: [(1, 1, 4), (2, 90, 4), (64, 48, 4), (31, 17, 1), (20, 20, 40)])
func suppressionEqualsTheProgramsOwn(_ width: Int, _ height: Int, _ radius: Int) throws {
  let scores = RuleWeights.uniform("map \(width) \(height)", count: width * height, 0...1)
  let expected = ReferenceNonMaximumSuppression.survivors(of: scores, width: width, height: height, radius: radius)
  #expect(try survivors(scores, width, height, radius: radius) == expected)
}

@Test func ofEqualMaximaTheFirstInReadingOrderSurvives() throws {
  var scores = [Float](repeating: 0.1, count: 40 * 30)
  for place in [5 * 40 + 8, 5 * 40 + 11, 20 * 40 + 30, 23 * 40 + 27] { scores[place] = 0.9 }
  let strong = try survivors(scores, 40, 30, radius: 4).filter { scores[$0] == 0.9 }
  #expect(strong == [5 * 40 + 8, 20 * 40 + 30])
}

/// Beyond 2²⁴ pixels, 32-bit floats no longer tell neighbouring positions apart.
@Test func ofEqualMaximaTheFirstSurvivesInTheLargestMaps() throws {
  let (width, height) = (16_384, 1040)
  var scores = [Float](repeating: 0, count: width * height)
  let first = [1030 * width + 8000, 1030 * width + 8021, 1038 * width + 300]
  for place in first + [first[0] + 1, first[1] + 4, first[2] + width - 1] { scores[place] = 0.9 }
  #expect(try survivors(scores, width, height, radius: 4) == first)
}

@Test(arguments: [(5, 3, 0, 0), (17, 29, 4, 9), (40, 12, 1, 0), (1, 1, 3, 3), (30, 33, 0, 7)], [Float(8), 120])
func paddedTransportEqualsTheReferenceOnItsValidPart(_ size: (Int, Int, Int, Int), _ spread: Float) throws {
  let (rows, columns, moreRows, moreColumns) = size
  let dustbin: Float = 2
  let scores = RuleWeights.uniform("t\(rows)", count: rows * columns, -Double(spread)...Double(spread))
  var padded = RuleWeights.uniform("padding", count: (rows + moreRows) * (columns + moreColumns), -500...500)
  for row in 0..<rows {
    for column in 0..<columns { padded[row * (columns + moreColumns) + column] = scores[row * columns + column] }
  }
  let found = try run([1, rows + moreRows, columns + moreColumns], padded) { graph, x in
    func valid(_ count: Int, _ more: Int, _ name: String) -> Value {
      graph.constant((0..<count + more).map { $0 < count }, shape: [1, count + more], named: name)
    }
    let transport = Transport(graph: graph, iterations: 50, batch: 1)
    let assignment = transport.assignment(
      x, isValid0: valid(rows, moreRows, "rows"), isValid1: valid(columns, moreColumns, "columns"),
      dustbin: graph.scalar(dustbin))
    let norm = graph.unsqueeze(assignment.norm, [2])
    return graph.node("Exp", [graph.node("Sub", [assignment.logarithms, norm])])
  }
  let expected = scores.withUnsafeBufferPointer {
    ReferenceOptimalTransport.plan(scores: $0, rows: rows, columns: columns, dustbin: dustbin, iterations: 50)
  }
  for row in 0..<rows + moreRows {
    for column in 0..<columns + moreColumns {
      let isValid = row < rows && column < columns
      let value = found[row * (columns + moreColumns) + column]
      #expect(abs(Double(value) - (isValid ? expected[row * (columns + 1) + column] : 0)) < 1e-4)
    }
  }
}

@Test(arguments: [(61, 43), (64, 48), (7, 5)])
func samplingEqualsTheReferenceAlsoOutsideTheMap(_ width: Int, _ height: Int) throws {
  let (columns, rows) = ((width + 7) / 8, (height + 7) / 8)
  let map = RuleWeights.uniform("map", count: 256 * rows * columns, -1...1)
  let points = [(0, 0), (3, 2), (4, 4), (width / 2, height / 3), (width - 1, height - 1), (0, height - 1)]
  let found = try run([1, 256, rows, columns], map) { graph, x in
    let positions = graph.constant(
      points.flatMap { [Float($0.0), Float($0.1)] }, shape: [1, points.count, 2], named: "points")
    let padded = ImageExtent.known(ImageSize(width: 8 * columns, height: 8 * rows))
    // An axis is added, because the helper expects an output of the input's rank.
    return graph.unsqueeze(
      Sampling.sample(
        x, at: positions, padded: padded, on: ONNXBackend(graph: graph, parameters: [:])), [3])
  }
  let channelsLast = (0..<rows * columns).flatMap { cell in (0..<256).map { map[$0 * rows * columns + cell] } }
  for (index, point) in points.enumerated() {
    let expected = ReferenceDescriptorSampling.sample(
      channelsLast, rows: rows, columns: columns, length: 256,
      x: DescriptorSampling.position(Float(point.0), cells: columns),
      y: DescriptorSampling.position(Float(point.1), cells: rows))
    for channel in 0..<256 { #expect(abs(found[channel * points.count + index] - expected[channel]) < 1e-4) }
  }
}

@Test(arguments: [(40, 30), (9, 8), (1, 1), (3, 50)], [ExportForm.dynamic, .static])
func peaksBetweenPixelsEqualTheProgramsOwn(_ size: (Int, Int), _ form: ExportForm) throws {
  let (width, height) = size
  let random = RuleWeights.uniform("peaks \(width)", count: width * height, 0...0.2)
  // The map has bumps between pixels, noise, and zeros.
  let scores = (0..<width * height).map { place -> Float in
    let (x, y) = (Float(place % width), Float(place / width))
    let bump = exp(-((x - 7.3) * (x - 7.3) + (y - 5.8) * (y - 5.8)) / 2)
    return place % 7 == 0 ? 0 : max(random[place], bump)
  }
  let known = ImageExtent.known(ImageSize(width: width, height: height))
  let found = try run([1, 1, height, width], scores) { graph, x in
    let padded = form == .static ? known : ImageExtent.of(x, nil, on: graph)
    let places = graph.constant(Array(0..<width * height), shape: [1, width * height], named: "places")
    let rows = graph.node("Div", [places, padded.width(on: graph)])
    let offsets = SubpixelPeak(graph: graph).offsets(in: x, at: places, rows: rows, padded: padded)
    return graph.unsqueeze(offsets, [0])
  }
  scores.withUnsafeBufferPointer { map in
    for place in 0..<width * height {
      let expected = SuperposeMatching.SubpixelPeak.offset(
        in: map, width: width, height: height, x: place % width, y: place / width)
      #expect(abs(found[2 * place] - expected.x) < 1e-3 && abs(found[2 * place + 1] - expected.y) < 1e-3)
    }
  }
  if width > 8 { #expect(found.contains { $0 != 0 }) }
}

import Foundation
import Superpose
import SuperposeCheckpoints
import SuperposeImaging
import SuperposeNetworks
import Testing

@testable import SuperposeWeights

private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().path

private func example(_ name: String) throws -> Image {
  try Image(contentsOf: URL(filePath: root + "/examples/" + name))
}

private func detector(_ precision: Precision, _ library: WeightsLibrary, _ weights: WeightsChoice? = nil) throws
  -> Detector
{
  var configuration = RegistrationConfiguration()
  configuration.inference.precision = precision
  configuration.resize = .longSide(640)
  return try Detector(configuration: configuration, library: library, superPoint: weights)
}

/// A folder for files, and a library without imported weights.
private final class Place {
  let folder = NSTemporaryDirectory() + "superpose-quantizer-" + UUID().uuidString
  var library: WeightsLibrary { WeightsLibrary(imported: URL(filePath: folder + "/imported")) }
  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Writes the default weights with a change.
  func weights(_ change: (inout [String: Tensor]) -> Void) throws -> String {
    var tensors = try library.load(nil, for: .superpoint).parameters
    change(&tensors)
    let path = folder + "/changed.safetensors"
    try SafetensorsWriter.write(tensors, precision: .f32, to: URL(filePath: path))
    return path
  }
}

private func message(_ work: () throws -> Void) -> String {
  do {
    try work()
    return "no error"
  } catch { return "\(error)" }
}

@Test(arguments: [TrainedWeights.superPointHash, TrainedWeights.fastSuperPointHash])
func theRangesThatComeWithTheProgramAreThoseOfItsWeights(_ sha256: String) throws {
  let ranges = try #require(try TrainedWeights.activationRanges(of: sha256))
  #expect(ranges.sha256 == sha256, "run `superpose quantize` with the new weights")
  #expect(ranges.ranges.keys.sorted() == SuperPointNetwork.quantizedActivations)
  #expect(ranges.ranges.values.allSatisfy { $0 > 1 && $0 < 100 })
  #expect(ranges.photographs >= 100)
}

@Test(arguments: ["a.jpg", "coffee.jpg", "map-photographed.jpg"])
func keypointsInEightBitsAreThoseInThirtyTwo(_ name: String) throws {
  let place = try Place()
  let image = try example(name)
  let expected = try detector(.f32, place.library).detect(image)
  let found = try detector(.int8, place.library).detect(image)
  let step = Double(image.size.longSide) / 640
  let partners = expected.keypoints.indices.map { index in
    found.keypoints.indices.first {
      abs(found.keypoints[$0].x - expected.keypoints[index].x) <= step
        && abs(found.keypoints[$0].y - expected.keypoints[index].y) <= step
    }
  }
  let cosines = zip(expected.keypoints.indices, partners).compactMap { index, partner in
    partner.map { zip(expected.descriptor(index), found.descriptor($0)).map { $0 * $1 }.reduce(0, +) }
  }
  let share = Double(cosines.count) / Double(expected.count)
  #expect(expected.count > 300)
  // The test found 96 to 98 % and 0.9996.
  #expect(share > 0.93, "\(share)")
  #expect(cosines.reduce(0, +) / Float(cosines.count) > 0.998)
}

/// The student finds most of its teacher's keypoints, and SuperGlue takes its descriptors for theirs.
@Test func theStudentFindsWhatItsTeacherFinds() throws {
  let place = try Place()
  let image = try example("coffee.jpg")
  let expected = try detector(.f32, place.library).detect(image)
  for precision in [Precision.f32, .int8] {
    let found = try detector(precision, place.library, .named("superpoint-fast")).detect(image)
    let step = 2 * Double(image.size.longSide) / 640
    let cosines = expected.keypoints.indices.compactMap { index -> Float? in
      let near = found.keypoints.indices.first {
        abs(found.keypoints[$0].x - expected.keypoints[index].x) <= step
          && abs(found.keypoints[$0].y - expected.keypoints[index].y) <= step
      }
      return near.map { zip(expected.descriptor(index), found.descriptor($0)).map { $0 * $1 }.reduce(0, +) }
    }
    let share = Double(cosines.count) / Double(expected.count)
    #expect(share > 0.7 && cosines.reduce(0, +) / Float(cosines.count) > 0.85, "\(share)")
  }
}

@Test func whatIsWrittenWorksInEveryPrecision() throws {
  let place = try Place()
  let quantizer = try Quantizer(library: place.library)
  for name in ["a.jpg", "b.jpg"] {
    let image = try example(name)
    try quantizer.add(image.grayImage(size: ResizePolicy.longSide(320).size(for: image.size)))
  }
  let path = place.folder + "/mine.safetensors"
  try quantizer.writeWeights(to: URL(filePath: path))
  #expect(quantizer.ranges.photographs == 2)
  #expect(
    try place.library.load(.file(URL(filePath: path)), for: .superpoint).activationRanges() == quantizer.ranges.ranges)
  #expect(
    try Checkpoint(contentsOf: URL(filePath: path)).metadata[KnownWeights.originKey] == TrainedWeights.superPointHash)
  let image = try example("coffee.jpg")
  #expect(
    try detector(.f32, place.library, .file(URL(filePath: path))).detect(image)
      == detector(.f32, place.library).detect(image))
  #expect(try detector(.int8, place.library, .file(URL(filePath: path))).detect(image).count > 100)
  // They are found under a name too.
  _ = try place.library.importFile(URL(filePath: path), as: "mine")
  #expect(try place.library.load(.named("mine"), for: .superpoint).activationRanges() == quantizer.ranges.ranges)
}

@Test func theLicenceOfKnownWeightsStays() throws {
  let place = try Place()
  let path = place.folder + "/quantized.safetensors"
  let parameters = try place.library.load(nil, for: .superpoint).parameters
  func write(from origin: String) throws {
    try SafetensorsWriter.write(
      parameters, metadata: [KnownWeights.originKey: origin], precision: .f32, to: URL(filePath: path))
  }
  try write(from: KnownWeights.publishedSuperPoint)
  #expect(
    try place.library.load(.file(URL(filePath: path)), for: .superpoint).licence
      == "non-commercial research only (Magic Leap)")
  #expect(
    try place.library.importFile(URL(filePath: path), as: "mine").licence == "non-commercial research only (Magic Leap)"
  )
  try write(from: TrainedWeights.superPointHash)
  #expect(try place.library.load(.file(URL(filePath: path)), for: .superpoint).licence == nil)
}

@Test func otherWeightsHaveNoRanges() throws {
  let place = try Place()
  let path = try place.weights { $0["convPb.bias"] = Tensor(shape: [65], values: [Float](repeating: 0, count: 65)) }
  #expect(
    message { _ = try detector(.int8, place.library, .file(URL(filePath: path))) }
      == "weights changed.safetensors: expected ranges of activations for int8, found none; run `superpose "
      + "quantize PHOTOS --superpoint-weights WEIGHTS -o FILE.safetensors` and give --superpoint-weights "
      + "FILE.safetensors"
  )
  #expect(try detector(.bf16, place.library, .file(URL(filePath: path))).detect(try example("coffee.jpg")).count > 0)
}

@Test func someRangesAreNotEnough() throws {
  let place = try Place()
  let path = try place.weights { $0["conv2a.activation_range"] = Tensor(shape: [], values: [3]) }
  #expect(
    message { _ = try detector(.f32, place.library, .file(URL(filePath: path))) }.contains(
      "7 missing: conv1a.activation_range []"))
}

@Test(arguments: [Float(0), -2])
func aRangeIsAboveZero(_ value: Float) throws {
  let place = try Place()
  let path = try place.weights { tensors in
    for range in SuperPointNetwork.activationRanges { tensors[range.name] = Tensor(shape: [], values: [1]) }
    tensors["conv2a.activation_range"] = Tensor(shape: [], values: [value])
  }
  #expect(
    message { _ = try detector(.int8, place.library, .file(URL(filePath: path))) }
      == "weights changed.safetensors: expected ranges of activations above zero, found \(value) for conv2a")
}

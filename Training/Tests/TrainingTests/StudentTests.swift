import Foundation
import SuperposeCheckpoints
import SuperposeGeometry
import SuperposeNetworks
import SuperposeTorch
import SuperposeTrainingData
import TestSupport
import Testing
import TrainingTestSupport

@testable import SuperposeTraining

@Suite(.usesTorch)
struct StudentTests {
  private static let settings = TrainingSettings(length: .steps(1), learningRate: 1e-3, batch: 2)
  private static let size = ImageSize(width: 64, height: 64)

  private static func heads(_ values: [String: Tensor]) -> [[Float]] {
    let image = TorchTensor(RuleWeights.uniform("student", count: 48 * 64, 0...1), [1, 1, 48, 64])
    let model = SuperPointModel(values: values, on: .cpu, isMixedPrecision: false, isTraining: false)
    let (logits, descriptors) = Torch.withoutGradients { model.heads(image) }
    return [logits.floats(), descriptors.floats()]
  }

  /// Of a network whose weak channels are silent, pruning keeps the others, and with them the answer.
  @Test func pruningKeepsTheStrongestChannels() throws {
    var teacher = RuleWeights.make(SuperPointNetwork.parameters)
    for layer in SuperPointNetwork.publishedWidths.keys {
      for name in [layer + ".weight", layer + ".bias"] {
        let tensor = try #require(teacher[name])
        let row = tensor.values.count / tensor.shape[0]
        // Every second channel is silent, in each layer another half.
        teacher[name] = Tensor(
          shape: tensor.shape,
          values: tensor.values.enumerated().map { ($0 / row + layer.utf8.count) % 2 == 0 ? $1 : 0 })
      }
    }
    let pruning = ChannelPruning(teacher, factor: 0.5)
    let student = pruning.narrowed()
    #expect(SuperPointNetwork.parameters(in: student) == pruning.parameters)
    #expect(student["conv4b.weight"]?.shape == [64, 64, 3, 3] && student["convDb.weight"]?.shape == [256, 128, 1, 1])
    for (found, expected) in zip(Self.heads(student), Self.heads(teacher)) {
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-4 } && found.contains { abs($0) > 0.01 })
    }
    // All channels are the network itself.
    #expect(ChannelPruning(teacher, factor: 1).narrowed() == teacher)
  }

  @Test func layersAreChosenInPairs() throws {
    #expect(try LayerChoice.count(9).numbers(of: 18) == [0, 1, 4, 5, 10, 11, 14, 15, 16])
    #expect(try LayerChoice.count(4).numbers(of: 18) == [0, 1, 16, 17])
    #expect(try LayerChoice.count(1).numbers(of: 18) == [16])
    for total in [9, 18] {
      for count in 1...total {
        let numbers = try LayerChoice.count(count).numbers(of: total)
        #expect(try LayerChoice.numbers(numbers).numbers(of: total) == numbers && numbers.count == count)
      }
      #expect(try LayerChoice.count(total).numbers(of: total) == Array(0..<total))
    }
    #expect(LayerChoice("9") == .count(9) && LayerChoice("0,1,4") == .numbers([0, 1, 4]))
    for text in ["", "x", "0,,1", "-1", "0,1,"] { #expect(LayerChoice(text) == nil, "\(text)") }
    for choice in [LayerChoice.count(19), .count(0), .numbers([0, 2]), .numbers([1, 0]), .numbers([0, 19])] {
      #expect(throws: TrainingError.self) { try choice.numbers(of: 18) }
    }
    let teacher = RuleWeights.make(SuperGlueNetwork.parameters)
    let student = try LayerChoice.numbers([2, 5, 16]).chosen(from: teacher)
    #expect(SuperGlueNetwork.parameters(in: student) == SuperGlueNetwork.parameters(layers: 3))
    #expect(student.count == SuperGlueNetwork.parameters(layers: 3).count)
    #expect(student["gnn.layers.1.mlp.3.weight"] == teacher["gnn.layers.5.mlp.3.weight"])
    #expect(student["final_proj.weight"] == teacher["final_proj.weight"])
  }

  /// A student that answers as its teacher has no loss, and another one does; gradients are those of differences.
  @Test func theLossIsZeroAtTheTeacher() {
    func values(_ name: String, _ shape: [Int]) -> TorchTensor {
      TorchTensor(RuleWeights.uniform(name, count: shape.reduce(1, *), -2...2).map(Double.init), shape)
    }
    let (a, b) = (values("a", [2, 65, 2, 3]), values("b", [2, 65, 2, 3]))
    #expect(abs(DistillationLoss.detector(a, a).value) < 1e-6 && DistillationLoss.detector(a, b).value > 0.1)
    #expect(abs(DistillationLoss.descriptor(a, a * 3).value) < 1e-6 && DistillationLoss.descriptor(a, b).value > 0.5)
    let plans = ["p", "q"].map {
      optimalTransport(values($0, [1, 4, 5]), dustbin: TorchTensor([1.0], []), iterations: 50)
    }
    #expect(abs(DistillationLoss.assignment(plans[0], plans[0]).value) < 1e-6)
    #expect(DistillationLoss.assignment(plans[0], plans[1]).value > 0.1)
    let errors = [
      gradientError([Argument64("a", [1, 65, 1, 2])]) { DistillationLoss.detector($0[0], values("b", [1, 65, 1, 2])) },
      gradientError([Argument64("a", [1, 8, 1, 2])]) { DistillationLoss.descriptor($0[0], values("b", [1, 8, 1, 2])) },
      gradientError([Argument64("a", [1, 4, 5])]) { DistillationLoss.assignment($0[0], values("b", [1, 4, 5])) },
    ]
    #expect(errors.allSatisfy { $0 < 1e-6 }, "\(errors)")
  }

  /// A few steps bring a student of half the channels nearer to its teacher.
  @Test func aNarrowSuperPointLearnsFromItsTeacher() throws {
    let data = try TemporaryFolder()
    let store = PhotographStore(try Packs.shapes(6, in: data), on: .cpu)
    let teacher = RuleWeights.make(SuperPointNetwork.parameters)
    var student = SuperPointStudent(teacher: data.file("unused"))
    var settings = Self.settings
    (settings.length, settings.isMixedPrecision, settings.averageDecay) = (.steps(30), false, 0)
    settings.secondsBetweenEvaluations = .infinity
    for isFresh in [false, true] {
      student.isFresh = isFresh
      let folder = try StageFolder(data.url, stage: "student-\(isFresh)")
      let stage = SuperPointDistillation(
        settings, folder, store, teacher: teacher, size: Self.size, start: student.start(teacher, seed: 1), saved: nil)
      let before = Torch.withoutGradients { stage.distances() }
      try TrainingLoop(settings: settings, folder: folder, progress: ProgressLine()).run(
        Killable(stage, folder, end: nil, evaluates: false))
      let after = Torch.withoutGradients { stage.distances() }
      #expect(after.descriptor < 0.95 * before.descriptor, "\(before) \(after)")
      #expect(after.detector < before.detector, "\(before) \(after)")
      let written = try Checkpoint(contentsOf: folder.file("superpoint.safetensors")).tensors
      #expect(written["conv1a.weight"]?.shape == [32, 1, 3, 3])
    }
  }
}

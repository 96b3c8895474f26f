import OtherNames
import Superpose
import Testing

/// `import Superpose` brings no name that is as general as these: were one of them there twice, this would not compile.
@Test func generalNamesBelongToTheProgram() {
  let others: [Any] = [
    Image(), Point(), Color(), Figure(), Chart(), Features(), Matches(), Timings(), Estimate(), Correspondence(),
    Tensor(), Checkpoint(),
  ]
  #expect(others.count == 12)
}

/// What it does bring: enough to configure, to choose weights and to catch errors, without another import.
@Test func specificNamesComeAlong() {
  var configuration = RegistrationConfiguration()
  configuration.resize = .exact(ImageSize(width: 640, height: 480))
  configuration.extraction = ExtractionOptions(subpixel: false)
  configuration.matching = MatchingOptions()
  configuration.estimation = EstimationOptions(model: TransformModel.affine, estimator: EstimatorKind.ransac)
  configuration.inference.precision = Precision.f32
  #expect(throws: Never.self) { try configuration.validate() }
  let choice = WeightsChoice.named("none")
  #expect(throws: WeightsError.self) { try WeightsLibrary.standard.load(choice, for: NetworkKind.superglue) }
  #expect(Homography.identity.inverse == Homography.identity)
  let errors: [any Error.Type] = [
    ImageError.self, CheckpointError.self, InferenceError.self, EstimationError.self, OutputError.self,
  ]
  #expect(errors.count == 5)
}

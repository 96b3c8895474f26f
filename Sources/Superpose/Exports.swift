// What `import Superpose` brings along from the modules below: the fields of a configuration, weights, transforms, and
// the errors. Names as general as `Image`, `Point`, `Color` and `Figure` come by `import SuperposeImaging` and
// `import SuperposeGeometry`, so that they meet no name of the user's unasked.
@_exported public import struct SuperposeAnnotations.AnnotationError
@_exported public import struct SuperposeCheckpoints.CheckpointError
@_exported public import struct SuperposeEstimation.EstimationError
@_exported public import struct SuperposeEstimation.EstimationOptions
@_exported public import enum SuperposeEstimation.EstimatorKind
@_exported public import enum SuperposeEstimation.TransformModel
@_exported public import struct SuperposeGeometry.FrameError
@_exported public import struct SuperposeGeometry.Homography
@_exported public import struct SuperposeGeometry.ImageSize
@_exported public import struct SuperposeGeometry.ImageTransform
@_exported public import struct SuperposeGeometry.PixelRectangle
@_exported public import struct SuperposeImaging.ImageError
@_exported public import struct SuperposeInference.InferenceError
@_exported public import enum SuperposeInference.Precision
@_exported public import struct SuperposeMatching.ExtractionOptions
@_exported public import struct SuperposeMatching.MatchingOptions
@_exported public import enum SuperposeWeights.NetworkKind
@_exported public import enum SuperposeWeights.WeightsChoice
@_exported public import struct SuperposeWeights.WeightsDescription
@_exported public import struct SuperposeWeights.WeightsEntry
@_exported public import struct SuperposeWeights.WeightsError
@_exported public import struct SuperposeWeights.WeightsLibrary

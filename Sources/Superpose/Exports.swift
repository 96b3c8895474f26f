// `import Superpose` is enough: points and transforms, images, features, options and errors come with it.
@_exported public import SuperposeCheckpoints
@_exported public import SuperposeEstimation
@_exported public import SuperposeGeometry
@_exported public import SuperposeImaging
@_exported public import SuperposeInference
@_exported public import SuperposeMatching
@_exported public import SuperposeWeights

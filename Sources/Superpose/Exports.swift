// `import Superpose` is enough: points and transforms, images, features and options come with it.
@_exported public import SuperposeEstimation
@_exported public import SuperposeFeatures
@_exported public import SuperposeGeometry
@_exported public import SuperposeImaging

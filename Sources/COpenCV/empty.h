// OpenCV is C++: see COpenCVShim.

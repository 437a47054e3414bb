"""The Yinchuan 2020 data set, loaded through the services; whatever is illustrative is marked 示例 and removable."""

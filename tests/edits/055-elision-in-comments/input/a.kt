fn a() {
    1
    2
    end
}

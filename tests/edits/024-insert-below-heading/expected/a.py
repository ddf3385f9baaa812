class A:
    def f(self):
        log()
        pass

using C;
class B { }
